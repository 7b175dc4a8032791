// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import javax.imageio.IIOException;

/// Decodes a key frame of VP8, the lossy kind of WebP, to the samples of libwebp (RFC 6386).
///
/// The plug-in for WebP smooths edges otherwise than the standard says, which adds up over a
/// picture, and spreads chroma without mixing.
final class Vp8 {
  private final Vp8Header header;
  private final int columns;
  private final int rows;
  private final Vp8Plane[] planes;
  private final int[] edge = new int[13];

  private Vp8(Vp8Header header) {
    this.header = header;
    columns = Math.ceilDiv(header.width(), 16);
    rows = Math.ceilDiv(header.height(), 16);
    planes =
        new Vp8Plane[] {
          Vp8Plane.of(16 * columns, 16 * rows),
          Vp8Plane.of(8 * columns, 8 * rows),
          Vp8Plane.of(8 * columns, 8 * rows)
        };
  }

  /// The picture of a frame whose size was checked, red, green, blue.
  ///
  /// @param from where the frame begins
  /// @param to where it ends
  static Image image(byte[] file, int from, int to) throws IIOException {
    Vp8Header header = Vp8Header.of(file, from, to);
    var frame = new Vp8(header);
    frame.decode();
    byte[] samples = Vp8Colors.of(frame.planes, header.width(), header.height());
    return Image.ofOwned(header.width(), header.height(), 3, samples);
  }

  private void decode() throws IIOException {
    var blocks = new Vp8Blocks(header, columns);
    var strengths = new Vp8Filter.Strength[columns * rows];
    boolean[] inside = new boolean[columns * rows];
    for (int row = 0; row < rows; row++) {
      Vp8Bits part = header.parts()[row & header.parts().length - 1];
      blocks.startRow();
      for (int column = 0; column < columns; column++) {
        blocks.next(column, part);
        predict(blocks, column, row);
        boolean split = blocks.luma == Vp8Blocks.SPLIT;
        strengths[row * columns + column] = header.filter()[blocks.segment][split ? 1 : 0];
        inside[row * columns + column] = split || blocks.filled;
      }
      if (part.isCutOff() || header.first().isCutOff()) {
        throw new IIOException("data that is cut off");
      }
    }
    // guesses are made from what is not smoothed yet
    for (int i = 0; i < strengths.length; i++) {
      Vp8Filter.block(planes, i % columns, i / columns, strengths[i], inside[i], header.simple());
    }
  }

  private void predict(Vp8Blocks blocks, int column, int row) {
    for (int p = 0; p < 3; p++) {
      Vp8Plane plane = planes[p];
      int size = p == 0 ? 16 : 8;
      int at = plane.index(size * column, size * row);
      if (p == 0 && blocks.luma == Vp8Blocks.SPLIT) {
        split(blocks, column, row);
        continue;
      }
      int mode = p == 0 ? blocks.luma : blocks.chroma;
      Vp8Prediction.whole(plane, at, size, mode, row > 0, column > 0);
      if (blocks.filled) {
        int first = p == 0 ? 0 : 12 + 4 * p;
        int across = size / 4;
        for (int i = 0; i < across * across; i++) {
          int corner = at + i / across * 4 * plane.stride() + i % across * 4;
          Vp8Prediction.add(plane, corner, blocks.coefficients, 16 * (first + i));
        }
      }
    }
  }

  /// Blocks of 4 x 4, each guessed from the finished ones before it.
  private void split(Vp8Blocks blocks, int column, int row) {
    Vp8Plane plane = planes[0];
    int stride = plane.stride();
    for (int i = 0; i < 16; i++) {
      int at = plane.index(16 * column + i % 4 * 4, 16 * row + i / 4 * 4);
      for (int k = 0; k < 4; k++) {
        edge[k] = plane.at(at + (3 - k) * stride - 1);
      }
      for (int k = 4; k < 9; k++) {
        edge[k] = plane.at(at - stride + k - 5);
      }
      // the blocks at the right all look above the whole block; beyond the picture lies its last
      // pixel
      boolean last = i % 4 == 3;
      int ahead = last ? plane.index(16 * column + 16, 16 * row - 1) : at - stride + 4;
      for (int k = 0; k < 4; k++) {
        boolean beyond = last && row > 0 && column == columns - 1;
        edge[9 + k] = plane.at(beyond ? ahead - 1 : ahead + k);
      }
      Vp8Prediction.small(plane, at, blocks.modes[i], edge);
      if (blocks.filled) {
        Vp8Prediction.add(plane, at, blocks.coefficients, 16 * i);
      }
    }
  }
}
