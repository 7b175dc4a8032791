// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.IIOException;

/// Where things lie in a WebP file: its canvas, and what its first frame is made of (RFC 9649).
///
/// @param width of the canvas
/// @param height of the canvas
/// @param left first column of the frame
/// @param top first row of the frame
/// @param frame the coded pixels
/// @param alpha the coded transparency of a lossy frame, if it has any
record Webp(int width, int height, int left, int top, Chunk frame, Optional<Chunk> alpha) {
  private static final int ANIMATION = 2;

  /// @param name of four letters
  /// @param from where its data begins
  /// @param to where its data ends
  record Chunk(String name, int from, int to) {}

  static Webp of(byte[] file) throws IIOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    try {
      Chunk first = chunk(bytes, 12, file.length);
      if (!first.name.equals("VP8X")) {
        return still(bytes, 12, file.length);
      }
      int width = 1 + (bytes.getInt(first.from + 4) & 0xFFFFFF);
      int height = 1 + (bytes.getInt(first.from + 6) >>> 8);
      if ((bytes.get(first.from) & ANIMATION) == 0) {
        Webp still = still(bytes, next(first), file.length);
        if (still.width != width || still.height != height) {
          throw new UnsupportedPicture(
              "a WebP file whose frame fills its canvas",
              still.width + " x " + still.height + " on " + width + " x " + height);
        }
        return still;
      }
      return animated(bytes, next(first), width, height);
    } catch (IndexOutOfBoundsException e) {
      throw new IIOException("a header that is cut off", e);
    }
  }

  private static Webp animated(ByteBuffer bytes, int from, int width, int height)
      throws IIOException {
    Chunk frame = chunk(bytes, from, bytes.capacity());
    while (!frame.name.equals("ANMF")) {
      frame = chunk(bytes, next(frame), bytes.capacity());
    }
    int left = 2 * (bytes.getInt(frame.from) & 0xFFFFFF);
    int top = 2 * (bytes.getInt(frame.from + 2) >>> 8);
    Webp still = still(bytes, frame.from + 16, frame.to);
    if (left + still.width > width || top + still.height > height) {
      throw new IIOException("a frame beyond its canvas");
    }
    return new Webp(width, height, left, top, still.frame, still.alpha);
  }

  /// Looks for the pixels from a chunk on.
  private static Webp still(ByteBuffer bytes, int from, int end) throws IIOException {
    Optional<Chunk> alpha = Optional.empty();
    Chunk found = chunk(bytes, from, end);
    while (!found.name.equals("VP8 ") && !found.name.equals("VP8L")) {
      if (found.name.equals("ALPH")) {
        alpha = Optional.of(found);
      }
      found = chunk(bytes, next(found), end);
    }
    if (found.name.equals("VP8L")) {
      int sizes = bytes.getInt(found.from + 1);
      int height = 1 + (sizes >> 14 & 0x3FFF);
      return new Webp(1 + (sizes & 0x3FFF), height, 0, 0, found, Optional.empty());
    }
    int sizes = bytes.getInt(found.from + 6);
    return new Webp(sizes & 0x3FFF, sizes >> 16 & 0x3FFF, 0, 0, found, alpha);
  }

  private static Chunk chunk(ByteBuffer bytes, int at, int end) throws IIOException {
    if (at < 0 || at > end - 8) {
      throw new IIOException("a file without pixels");
    }
    byte[] name = new byte[4];
    bytes.get(at, name);
    long to = at + 8 + (bytes.getInt(at + 4) & 0xFFFFFFFFL);
    return new Chunk(
        new String(name, StandardCharsets.ISO_8859_1), at + 8, (int) Math.min(to, end));
  }

  private static int next(Chunk chunk) {
    return chunk.to + (chunk.to - chunk.from & 1);
  }

  /// Size of the frame.
  int frameWidth(byte[] file) {
    return frameSize(file) & 0xFFFF;
  }

  int frameHeight(byte[] file) {
    return frameSize(file) >>> 16;
  }

  private int frameSize(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (frame.name.equals("VP8L")) {
      int sizes = bytes.getInt(frame.from + 1);
      return 1 + (sizes & 0x3FFF) | 1 + (sizes >> 14 & 0x3FFF) << 16;
    }
    return bytes.getInt(frame.from + 6) & 0x3FFF3FFF;
  }

  /// A file of lossless pixels alone, for the plug-in.
  ///
  /// @param header what stands before the data
  /// @param from where the data begins
  /// @param to where it ends
  static byte[] lossless(byte[] header, byte[] file, int from, int to) {
    // the plug-in reads ahead of what it needs
    int length = (header.length + to - from + 8 + 1) & ~1;
    ByteBuffer out = ByteBuffer.allocate(20 + length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(12 + length);
    out.put("WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1)).putInt(length);
    out.put(header).put(file, from, to - from);
    return out.array();
  }
}
