// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOException;

/// Whether all pixels of a picture with a palette have a color in it: readers invent one for those
/// that have none.
final class Palette {
  private static final int PNG_HEADER_END = 33;

  private Palette() {}

  /// @param file the picture's bytes
  /// @throws IIOException if a pixel has no color; of GIF files the transparent one needs none
  static void check(PictureFormat format, byte[] file, BufferedImage picture) throws IIOException {
    if (!(picture.getColorModel() instanceof IndexColorModel colors)
        || format != PictureFormat.PNG && format != PictureFormat.BMP) {
      return;
    }
    int known = format == PictureFormat.PNG ? entries(file) : colors.getMapSize();
    var raster = picture.getRaster();
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int number : raster.getSamples(0, y, row.length, 1, 0, row)) {
        if (number >= known) {
          throw new IIOException("color " + number + " of a palette of " + known);
        }
      }
    }
  }

  /// Colors in the chunk PLTE of a PNG file (PNG, section 11.2.2).
  private static int entries(byte[] file) {
    long at = PNG_HEADER_END;
    while (at + 8 <= file.length) {
      int start = (int) at;
      long length = Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(start));
      if (new String(file, start + 4, 4, StandardCharsets.ISO_8859_1).equals("PLTE")) {
        return (int) Math.min(length / 3, 256);
      }
      at += 12 + length;
    }
    return 256;
  }
}
