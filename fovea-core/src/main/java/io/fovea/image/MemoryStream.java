// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/// A file in memory, in the form in which ImageIO reads; for one thread.
final class MemoryStream extends ImageInputStreamImpl {
  /// How often the end may be met: the reader of lossless WebP takes it for zeros, for hours.
  private static final int MOST_ENDS = 1000;

  private final byte[] bytes;
  private int ends;

  MemoryStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos < bytes.length) {
      return bytes[(int) streamPos++] & 0xFF;
    }
    if (++ends > MOST_ENDS) {
      throw new IIOException("data that is cut off");
    }
    return -1;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, at, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
