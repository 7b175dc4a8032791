package io.fovea.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Writes a file under another name next to it and then renames it, so that nobody ever sees half
/// of it and a crash leaves the old file or the new one.
public final class WholeFile {
  private WholeFile() {}

  /// Makes a file under a name that nobody has.
  @FunctionalInterface
  public interface Maker {
    /// @param part where; nothing is there yet
    void make(Path part) throws IOException;
  }

  /// Makes a file, replacing one of that name.
  ///
  /// @throws IOException from `maker`, or if the folder cannot be written; nothing is left then
  public static void make(Path file, Maker maker) throws IOException {
    var target = file.toAbsolutePath();
    // not createTempFile, whose files nobody else may read
    var part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      maker.make(part);
      if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
        // on disk before the name points to it
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
      replace(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Renames a finished file, replacing one of the new name, in one go where the system can.
  public static void replace(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
