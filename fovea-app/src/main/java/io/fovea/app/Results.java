// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// Standard output that remembers whether its reader went away, which a
/// [java.io.PrintStream] takes for any other failure.
///
/// Mutable; for one thread at a time, as the stream that writes to it sees to.
final class Results extends OutputStream {
  private final OutputStream target;
  private volatile boolean abandoned;

  Results(OutputStream target) {
    this.target = target;
  }

  /// Whether somebody closed the other end of the pipe.
  boolean isAbandoned() {
    return abandoned;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    try {
      target.write(bytes, from, count);
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      abandoned |= said.contains("pipe"); // EPIPE has no exception of its own
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }
}
