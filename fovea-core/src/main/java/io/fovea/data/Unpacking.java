// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.error.Reason;
import io.fovea.file.FolderLock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Unpacks a tar.gz archive into a folder that appears when it is complete.
final class Unpacking {
  private Unpacking() {}

  /// Unpacks and returns the folder. Threads and processes that want the same one wait for each
  /// other, and those that come later take what they find.
  ///
  /// @throws DataException if the archive is damaged, or the folder cannot be written
  static Path unpack(Path archive, Path folder) {
    try {
      return FolderLock.holding(
          Objects.requireNonNull(folder.toAbsolutePath().getParent()),
          () -> {
            if (!Files.isDirectory(folder)) {
              unpackAlone(archive, folder);
            }
            return folder;
          });
    } catch (IOException e) {
      throw new DataException(
          archive.toString(),
          "to unpack it into " + folder,
          Reason.of(e),
          "make room, or delete the archive and get it again.",
          e);
    }
  }

  private static void unpackAlone(Path archive, Path folder) throws IOException {
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    delete(part); // of a process that was stopped
    try {
      try (InputStream in = Inflated.open(archive)) {
        unpack(new Tar(in, archive.toString()), archive, part);
      }
      Files.move(part, folder);
    } finally {
      delete(part);
    }
  }

  private static void unpack(Tar tar, Path archive, Path part) throws IOException {
    Files.createDirectories(part);
    byte[] block = new byte[1 << 16];
    for (Optional<Tar.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
      Tar.Entry entry = next.get();
      Path file = part.resolve(entry.name()).normalize();
      if (!file.startsWith(part)) {
        throw new DataException(
            archive.toString(),
            "an archive whose files lie below one folder",
            "the file " + entry.name(),
            "do not use this archive.");
      }
      Files.createDirectories(file.getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        for (long left = entry.size(); left > 0; ) {
          int count = (int) Math.min(left, block.length);
          tar.read(block, 0, count);
          out.write(block, 0, count);
          left -= count;
        }
      }
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.getLogger(Unpacking.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete {0}: {1}", folder, Reason.of(e));
    }
  }
}
