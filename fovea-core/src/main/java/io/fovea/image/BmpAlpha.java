// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// Transparency of BMP files, which a mask in the header announces.
///
/// The JDK's reader knows it for pixels of 32 bits and drops it in silence for those of 16.
final class BmpAlpha {
  private static final int HEADER = 14;
  private static final int COMPRESSION = 30;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;
  private static final int ALPHA_MASK = 66;

  /// Headers of at least this length hold a mask of alpha.
  private static final int WITH_ALPHA = 56;

  private BmpAlpha() {}

  /// @throws UnsupportedPicture if a file has transparency that its picture has not
  static void require(byte[] file, Image image) throws UnsupportedPicture {
    if (file.length < ALPHA_MASK + Integer.BYTES || number(file, HEADER) < WITH_ALPHA) {
      return;
    }
    int compression = number(file, COMPRESSION);
    boolean masked = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
    boolean dropped = image.channels() == 1 || image.channels() == 3;
    if (masked && dropped && number(file, ALPHA_MASK) != 0) {
      throw new UnsupportedPicture(
          "a BMP file with transparency in pixels of 32 bits", "transparency in fewer bits");
    }
  }

  private static int number(byte[] file, int at) {
    return file[at] & 0xFF
        | (file[at + 1] & 0xFF) << 8
        | (file[at + 2] & 0xFF) << 16
        | (file[at + 3] & 0xFF) << 24;
  }
}
