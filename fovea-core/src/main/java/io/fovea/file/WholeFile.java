// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import io.fovea.Internal;
import io.fovea.error.DataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.UUID;

/// Writes a file under another name next to it and then renames it, so that nobody ever sees half
/// of it and a crash leaves the old file or the new one.
///
/// Only regular files are replaced. A link stays, and the file it leads to is replaced; a folder, a
/// device, a pipe or a file that nobody may write is refused.
@Internal
public final class WholeFile {
  private static final int MOST_LINKS = 40; // as Linux

  private WholeFile() {}

  /// Makes a file under a name that nobody has.
  @FunctionalInterface
  public interface Maker {
    /// @param part where; nothing is there yet
    void make(Path part) throws IOException;
  }

  /// Makes a file, replacing a regular file of that name.
  ///
  /// @throws DataException if something stands there that is not to be replaced
  /// @throws IOException from `maker`, or if the folder cannot be written; nothing is left then
  public static void make(Path file, Maker maker) throws IOException {
    makeAt(target(file), maker);
  }

  /// Makes a symbolic link, replacing a link or a regular file of that name.
  ///
  /// @throws UnsupportedOperationException if the system has no links
  public static void link(Path link, Path to) throws IOException {
    makeAt(link.toAbsolutePath(), part -> Files.createSymbolicLink(part, to));
  }

  /// Throws unless [#make] can replace what stands there, so that nobody works for nothing. The
  /// folder may be made later.
  ///
  /// @throws DataException if something stands there that is not to be replaced
  public static void require(Path file) throws IOException {
    var folder = target(file).getParent();
    if (folder != null && Files.isDirectory(folder) && !Files.isWritable(folder)) {
      throw refused(file, "a file in a folder that may be written", "none");
    }
  }

  private static void makeAt(Path target, Maker maker) throws IOException {
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

  /// Where a path leads: a regular file that may be replaced, or nothing.
  private static Path target(Path file) throws IOException {
    var target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw refused(file, "a file", "a link that leads nowhere");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    if (Files.isDirectory(target)) {
      throw refused(file, "a file", "a folder");
    } else if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw refused(file, "a regular file, or nothing there", "a device or pipe");
    } else if (Files.exists(target) && !mayBeWritten(target)) {
      throw refused(file, "a file that may be written", "one that is read-only");
    }
    return target;
  }

  /// The system lets its administrator write all; who took away all permissions meant it.
  private static boolean mayBeWritten(Path file) throws IOException {
    var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    var writers =
        EnumSet.of(
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);
    return Files.isWritable(file)
        && (posix == null
            || posix.readAttributes().permissions().stream().anyMatch(writers::contains));
  }

  private static DataException refused(Path file, String expected, String got) {
    return new DataException(file.toString(), expected, got, "choose another name for the file.");
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
