// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// What stands before the compressed data of a JPEG file (ITU-T T.81, annex B); all zero where the
/// file does not say.
///
/// @param width columns
/// @param height rows
/// @param components samples per pixel: 1 grey, 3 color, 4 CMYK or YCCK
/// @param common whether it is 8-bit baseline, extended or progressive with Huffman codes
/// @param rare what it is instead that no decoder of ours knows: arithmetic coding, samples of other
///     depths; else empty
/// @param luminance whether the samples are YCbCr or YCCK instead of RGB or CMYK
/// @param scans passes over the picture, counted up to the end of the file
/// @param orientation of Exif, 1..8
/// @param tall a bit for each component, the first one's the lowest: whether its samples are as many
///     as those of the finest across, and half as many down (4:4:0)
record JpegHeader(
    int width,
    int height,
    int components,
    boolean common,
    String rare,
    boolean luminance,
    int scans,
    int orientation,
    int tall) {

  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int SOF9 = 0xC9;
  private static final int SOF15 = 0xCF;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int RST0 = 0xD0;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;

  static JpegHeader of(byte[] file) {
    var found = new Scanner(file);
    found.run();
    return found.header();
  }

  /// Goes through the segments of a file.
  private static final class Scanner {
    private final byte[] file;
    private int width;
    private int height;
    private int components;
    private boolean common;
    private String rare = "";
    private boolean progressive;
    private int ids;
    private boolean jfif;
    private boolean adobe;
    private int transform;
    private int scans;
    private int orientation = Exif.UPRIGHT;
    private int tall;

    Scanner(byte[] file) {
      this.file = file;
    }

    JpegHeader header() {
      return new JpegHeader(
          width, height, components, common, rare, luminance(), scans, orientation, tall);
    }

    /// As libjpeg decides: JFIF is YCbCr, Adobe's marker says, else the names of the components.
    private boolean luminance() {
      return switch (components) {
        case 3 -> jfif || (adobe ? transform != 0 : ids != ('R' << 16 | 'G' << 8 | 'B'));
        case 4 -> adobe && transform == 2;
        default -> false;
      };
    }

    void run() {
      int at = 2;
      while (at + 4 <= file.length) {
        int marker = u8(at + 1);
        if (u8(at) != 0xFF || marker == 0 || marker == 0xFF) {
          at++;
        } else if (marker >= RST0 && marker <= SOI) {
          at += 2;
        } else if (marker == EOI) {
          return;
        } else {
          int length = u16(at + 2);
          int end = at + 2 + length;
          if (end <= file.length) {
            segment(marker, at + 4, end);
          }
          if (marker == SOS && !severalScans(at + 4)) {
            return;
          }
          at = Math.max(end, at + 2);
        }
      }
    }

    /// Whether other scans follow the first one; only then is the compressed data looked through.
    private boolean severalScans(int at) {
      scans++;
      return progressive || scans > 1 || at < file.length && u8(at) < components || !common;
    }

    private void segment(int marker, int from, int to) {
      if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
        frame(marker, from, to);
      } else if (marker == APP0 && starts(from, to, "JFIF\0")) {
        jfif = true;
      } else if (marker == APP1 && starts(from, to, "Exif\0\0")) {
        orientation = Exif.orientation(file, from + 6, to);
      } else if (marker == APP14 && starts(from, to, "Adobe") && to - from >= 12) {
        adobe = true;
        transform = u8(from + 11);
      }
    }

    private void frame(int marker, int from, int to) {
      if (to - from < 6) {
        return;
      }
      progressive = marker == SOF2;
      common = marker <= SOF2 && u8(from) == 8;
      rare =
          marker >= SOF9
              ? "arithmetic coding"
              : u8(from) != 8 ? "samples of " + u8(from) + " bits" : "";
      height = u16(from + 1);
      width = u16(from + 3);
      components = u8(from + 5);
      if (components == 3 && to - from >= 15) {
        ids = u8(from + 6) << 16 | u8(from + 9) << 8 | u8(from + 12);
      }
      tall = components <= 4 && to - from >= 6 + 3 * components ? tall(from + 7) : 0;
    }

    /// @param at where the sampling of the first component stands
    private int tall(int at) {
      int across = 0;
      int down = 0;
      for (int c = 0; c < components; c++) {
        across = Math.max(across, u8(at + 3 * c) >> 4);
        down = Math.max(down, u8(at + 3 * c) & 0xF);
      }
      int found = 0;
      for (int c = 0; c < components; c++) {
        boolean is = u8(at + 3 * c) >> 4 == across && 2 * (u8(at + 3 * c) & 0xF) == down;
        found |= is ? 1 << c : 0;
      }
      return found;
    }

    private boolean starts(int from, int to, String text) {
      if (to - from < text.length()) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (file[from + i] != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int u8(int at) {
      return file[at] & 0xFF;
    }

    private int u16(int at) {
      return u8(at) << 8 | u8(at + 1);
    }
  }
}
