// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import io.fovea.Internal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Lets threads and processes that fill the same folder take turns, by a lock on the file `.lock` in
/// it. The system frees the lock of a process that ends, however it ends.
@Internal
public final class FolderLock {
  /// Locks on files are for processes; the threads of this one wait for each other here.
  private static final Map<Path, Object> THREADS = new ConcurrentHashMap<>();

  private FolderLock() {}

  /// What is done alone in a folder.
  @FunctionalInterface
  public interface Work<T> {
    /// Does it; must not ask for the lock of the same folder again.
    T run() throws IOException;
  }

  /// Waits until nobody else works on a folder, and then works on it.
  ///
  /// @param folder made if it is not there
  /// @throws IOException from `work`, or if the folder cannot be written
  public static <T> T holding(Path folder, Work<T> work) throws IOException {
    Files.createDirectories(folder);
    synchronized (THREADS.computeIfAbsent(folder.toRealPath(), _ -> new Object())) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        return work.run();
      }
    }
  }
}
