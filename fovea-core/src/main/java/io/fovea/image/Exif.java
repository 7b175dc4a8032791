// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// How a camera was held: the orientation tag of Exif 2.3, section 4.6.4, and turning by it.
final class Exif {
  /// As stored; also what damaged or missing data count as.
  static final int UPRIGHT = 1;

  private static final int ORIENTATION = 0x0112;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private Exif() {}

  /// The orientation 1..8 that a file states.
  static int orientation(PictureFormat format, byte[] file) {
    return switch (format) {
      case JPEG -> JpegHeader.of(file).orientation();
      case TIFF -> orientation(file, 0, file.length);
      case PNG -> inChunks(file, 8, ByteOrder.BIG_ENDIAN, "eXIf");
      case WEBP -> inChunks(file, 12, ByteOrder.LITTLE_ENDIAN, "EXIF");
      case GIF, BMP -> UPRIGHT;
    };
  }

  /// The orientation tag in the first directory of a block laid out as a TIFF file.
  ///
  /// @param from where the block begins
  /// @param to where it ends
  static int orientation(byte[] file, int from, int to) {
    if (to - from < 14) {
      return UPRIGHT;
    }
    ByteBuffer block = ByteBuffer.wrap(file, from, to - from).slice();
    block.order(block.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = block.getInt(4) & 0xFFFFFFFFL;
    if (block.getShort(2) != 42 || directory > block.capacity() - 2) {
      return UPRIGHT;
    }
    int at = (int) directory + 2;
    int entries = block.getShort(at - 2) & 0xFFFF;
    for (int i = 0; i < entries && at + 12 <= block.capacity(); i++, at += 12) {
      if ((block.getShort(at) & 0xFFFF) == ORIENTATION) {
        return switch (block.getShort(at + 2)) {
          case BYTE -> known(block.get(at + 8));
          case SHORT -> known(block.getShort(at + 8));
          case LONG -> known(block.getInt(at + 8)); // not of the standard, but found in files
          default -> UPRIGHT;
        };
      }
    }
    return UPRIGHT;
  }

  /// Numbers that mean nothing count as upright.
  static int known(int orientation) {
    return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
  }

  /// PNG has length, name, data, checksum; RIFF has name, length, data, padding to even.
  private static int inChunks(byte[] file, int from, ByteOrder order, String wanted) {
    boolean png = order == ByteOrder.BIG_ENDIAN;
    ByteBuffer bytes = ByteBuffer.wrap(file).order(order);
    long at = from;
    while (at + 8 <= file.length) {
      int start = (int) at;
      long length = bytes.getInt(png ? start : start + 4) & 0xFFFFFFFFL;
      String name = new String(file, png ? start + 4 : start, 4, StandardCharsets.ISO_8859_1);
      if (name.equals(wanted) && at + 8 + length <= file.length) {
        return block(file, start + 8, (int) (start + 8 + length));
      }
      at += 8 + length + (png ? 4 : length & 1);
    }
    return UPRIGHT;
  }

  /// Some writers put JPEG's "Exif\0\0" in front.
  private static int block(byte[] file, int from, int to) {
    boolean named = to - from > 6 && file[from] == 'E' && file[from + 1] == 'x';
    return orientation(file, named ? from + 6 : from, to);
  }

  /// The picture as it was seen, from how it was stored.
  static Image upright(Image image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    int in = image.width();
    int last = image.height() - 1;
    boolean turned = orientation >= 5;
    int width = turned ? image.height() : in;
    int height = turned ? in : image.height();
    int channels = image.channels();
    byte[] from = image.samples();
    byte[] to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel =
            switch (orientation) {
              case 2 -> y * in + in - 1 - x;
              case 3 -> (last - y) * in + in - 1 - x;
              case 4 -> (last - y) * in + x;
              case 5 -> x * in + y;
              case 6 -> (last - x) * in + y;
              case 7 -> (last - x) * in + in - 1 - y;
              default -> x * in + in - 1 - y;
            };
        for (int c = 0; c < channels; c++) {
          to[at++] = from[pixel * channels + c];
        }
      }
    }
    return Image.ofOwned(width, height, channels, to);
  }
}
