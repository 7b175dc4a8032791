// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// What a file packed with gzip holds, read up to a limit: a few bytes can be packed to unpack to
/// terabytes, which pictures never are.
///
/// Mutable, for one thread.
final class Inflated extends FilterInputStream {
  private static final int BLOCK = 1 << 16;

  /// Bytes per byte of the file; archives of pictures have 1 to 5.
  private static final int MOST_TIMES = 100;

  private static final long FREE = 1 << 20;

  private final long most;
  private long left;

  private Inflated(InputStream in, long most) {
    super(in);
    this.most = most;
    this.left = most;
  }

  /// Opens a file; whoever reads beyond the limit gets an error.
  static InputStream open(Path archive) throws IOException {
    long most = Files.size(archive) * MOST_TIMES + FREE;
    InputStream file = Files.newInputStream(archive);
    try {
      return new BufferedInputStream(new Inflated(new GZIPInputStream(file, BLOCK), most), BLOCK);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int at, int count) throws IOException {
    int read = in.read(target, at, count);
    left -= Math.max(0, read);
    if (left < 0) {
      throw new IOException("it unpacks to more than " + most + " bytes");
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] block = new byte[Math.clamp(count, 0, BLOCK)];
    return Math.max(0, read(block, 0, block.length));
  }
}
