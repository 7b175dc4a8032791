// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of picture files that [Images] reads, told apart by how they begin.
public enum PictureFormat {
  /// JPEG: baseline and progressive; grey, color, CMYK and YCCK.
  JPEG("JPEG"),
  /// PNG: palettes, 1 to 16 bits, alpha.
  PNG("PNG"),
  /// GIF; the first frame.
  GIF("GIF"),
  /// Windows bitmaps.
  BMP("BMP"),
  /// WebP, lossy and lossless; the first frame.
  WEBP("WebP"),
  /// TIFF and BigTIFF, of grey, RGB, palette, CMYK and YCbCr; the first page.
  TIFF("TIFF");

  /// How many bytes [#of] looks at.
  public static final int MAGIC_BYTES = 12;

  private final String label;

  PictureFormat(String label) {
    this.label = label;
  }

  /// Its name as people write it: `WebP`.
  public String label() {
    return label;
  }

  /// How names of such files end, in lower case without the dot.
  public List<String> extensions() {
    return switch (this) {
      case JPEG -> List.of("jpg", "jpeg", "jpe", "jfif");
      case PNG, GIF, BMP, WEBP -> List.of(label.toLowerCase(Locale.ROOT));
      case TIFF -> List.of("tif", "tiff");
    };
  }

  /// The format of a file that begins with these bytes, if it is one of these.
  public static Optional<PictureFormat> of(byte[] start) {
    return Arrays.stream(values()).filter(format -> format.begins(start)).findFirst();
  }

  /// The format that the end of a file's name promises, if it is one of these.
  public static Optional<PictureFormat> named(String fileName) {
    int dot = fileName.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String end = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.extensions().contains(end)).findFirst();
  }

  private boolean begins(byte[] b) {
    return switch (this) {
      case JPEG -> starts(b, 0, "\u00FF\u00D8\u00FF");
      case PNG -> starts(b, 0, "\u0089PNG\r\n\u001A\n");
      case GIF -> starts(b, 0, "GIF8");
      case BMP -> starts(b, 0, "BM");
      case WEBP -> starts(b, 0, "RIFF") && starts(b, 8, "WEBP");
      case TIFF ->
          starts(b, 0, "II*\0")
              || starts(b, 0, "MM\0*")
              || starts(b, 0, "II+\0")
              || starts(b, 0, "MM\0+");
    };
  }

  /// @param text one character per byte
  private static boolean starts(byte[] bytes, int at, String text) {
    if (bytes.length < at + text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((bytes[at + i] & 0xFF) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
