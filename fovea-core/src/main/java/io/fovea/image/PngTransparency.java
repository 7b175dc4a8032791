// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;
import java.util.Optional;

/// The one transparent level of a PNG file of grey levels of 2 or 4 bits (PNG, section 11.3.2.1),
/// which the JDK's reader takes for another.
///
/// @param level 0..255 as the picture shows it
/// @param from where the chunk that names it begins
/// @param to where it ends
record PngTransparency(int level, int from, int to) {
  private static final int HEADER_END = 33;

  static Optional<PngTransparency> of(byte[] file) {
    if (file.length < HEADER_END || file[25] != 0 || file[24] != 2 && file[24] != 4) {
      return Optional.empty();
    }
    int max = (1 << file[24]) - 1;
    long at = HEADER_END;
    while (at + 14 <= file.length) {
      int start = (int) at;
      String name = new String(file, start + 4, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
      long length = Integer.toUnsignedLong(java.nio.ByteBuffer.wrap(file).getInt(start));
      if (name.equals("IDAT")) {
        return Optional.empty();
      }
      if (name.equals("tRNS") && length == 2) {
        int value = (file[start + 8] & 0xFF) << 8 | file[start + 9] & 0xFF;
        // bits beyond the depth are to be ignored
        return Optional.of(new PngTransparency((value & max) * 255 / max, start, start + 14));
      }
      at += 12 + length;
    }
    return Optional.empty();
  }

  /// The file as if no level were transparent.
  byte[] without(byte[] file) {
    byte[] opaque = Arrays.copyOf(file, file.length - (to - from));
    System.arraycopy(file, to, opaque, from, file.length - to);
    return opaque;
  }

  /// The picture with alpha.
  Image on(Image gray) {
    if (gray.channels() != 1) {
      return gray;
    }
    byte[] levels = gray.samples();
    byte[] samples = new byte[Math.multiplyExact(levels.length, 4)];
    for (int i = 0; i < levels.length; i++) {
      Arrays.fill(samples, 4 * i, 4 * i + 3, levels[i]);
      samples[4 * i + 3] = (byte) ((levels[i] & 0xFF) == level ? 0 : 255);
    }
    return Image.ofOwned(gray.width(), gray.height(), 4, samples);
  }
}
