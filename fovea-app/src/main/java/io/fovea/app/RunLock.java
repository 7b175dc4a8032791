// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.google.errorprone.annotations.MustBeClosed;
import io.fovea.error.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps other processes from training in the same folder; the system lets go of it when this
/// process ends, however it ends.
final class RunLock implements AutoCloseable {
  private static final String NAME = ".lock";

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @throws DataException if somebody else trains there
  @MustBeClosed
  static RunLock take(RunFolder folder) {
    var file = folder.file(NAME);
    try {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new RunLock(file, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new DataException(
        folder.toString(),
        "a run that nobody works on",
        "one that is being trained",
        "wait until it is done, or stop it.");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it already
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
