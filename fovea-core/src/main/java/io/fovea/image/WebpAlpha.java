// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOException;

/// The transparency of a lossy WebP picture (RFC 9649, section 2.7.1.2).
final class WebpAlpha {
  /// Reads a WebP file of lossless pixels.
  @FunctionalInterface
  interface Lossless {
    Image read(byte[] file) throws IOException;
  }

  private WebpAlpha() {}

  /// Puts the alpha of a chunk to the colors of a picture.
  static Image on(Image colors, byte[] file, Webp.Chunk chunk, Lossless lossless)
      throws IOException {
    int pixels = colors.width() * colors.height();
    if (chunk.to() <= chunk.from()) {
      throw new IIOException("alpha that is cut off");
    }
    int flags = file[chunk.from()];
    byte[] alpha =
        switch (flags & 3) {
          case 0 -> plain(file, chunk, pixels);
          case 1 -> compressed(colors, file, chunk, lossless);
          default -> throw new IIOException("alpha of an unknown kind");
        };
    unfilter(alpha, colors.width(), flags >> 2 & 3);
    byte[] samples = new byte[Math.multiplyExact(pixels, 4)];
    for (int i = 0; i < pixels; i++) {
      System.arraycopy(colors.samples(), 3 * i, samples, 4 * i, 3);
      samples[4 * i + 3] = alpha[i];
    }
    return Image.ofOwned(colors.width(), colors.height(), 4, samples);
  }

  private static byte[] plain(byte[] file, Webp.Chunk chunk, int pixels) throws IIOException {
    if (chunk.to() - chunk.from() - 1 < pixels) {
      throw new IIOException("alpha that is cut off");
    }
    return java.util.Arrays.copyOfRange(file, chunk.from() + 1, chunk.from() + 1 + pixels);
  }

  /// The green of a lossless picture that lacks its header.
  private static byte[] compressed(Image colors, byte[] file, Webp.Chunk chunk, Lossless lossless)
      throws IOException {
    byte[] header =
        ByteBuffer.allocate(5)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x2F)
            .putInt(colors.width() - 1 | colors.height() - 1 << 14)
            .array();
    Image green = lossless.read(Webp.lossless(header, file, chunk.from() + 1, chunk.to()));
    byte[] alpha = new byte[colors.width() * colors.height()];
    int step = green.channels();
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = green.samples()[i * step + (step == 1 ? 0 : 1)];
    }
    return alpha;
  }

  /// Adds to each value what was guessed: of the left one, the one above, or both less the corner.
  private static void unfilter(byte[] alpha, int width, int filter) {
    for (int i = 1; filter != 0 && i < alpha.length; i++) {
      int x = i % width;
      int guess;
      if (i < width || x > 0 && filter == 1) {
        guess = alpha[i - 1];
      } else if (x == 0 || filter == 2) {
        guess = alpha[i - width];
      } else {
        int left = alpha[i - 1] & 0xFF;
        int above = alpha[i - width] & 0xFF;
        guess = Math.clamp(left + above - (alpha[i - width - 1] & 0xFF), 0, 255);
      }
      alpha[i] += (byte) guess;
    }
  }
}
