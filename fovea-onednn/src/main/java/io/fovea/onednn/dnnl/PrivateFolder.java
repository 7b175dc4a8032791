// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Folders whose files are safe to load: nobody but this user and root can change or exchange them.
///
/// Where the system has no owners and modes of Unix (Windows), the folders of a user are taken for
/// private.
final class PrivateFolder {
  private static final int ROOT = 0;
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;

  private PrivateFolder() {}

  /// Makes `folder` and what is missing above it, for this user alone.
  ///
  /// @return whether it is safe, and was so before: a folder of this user that others could write is
  ///     made private, but what they left in it must not be used
  /// @throws AccessDeniedException if somebody else owns it or could exchange it
  static boolean make(Path folder) throws IOException {
    if (!hasModes(folder)) {
      Files.createDirectories(folder);
      return true;
    }
    var owner = PosixFilePermissions.fromString("rwx------");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(owner));
    }
    Path real = folder.toRealPath();
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (!isOurs(above)) {
        throw new AccessDeniedException(above.toString(), null, "it belongs to another user");
      }
      if ((mode(above) & OTHERS_WRITE) != 0 && (mode(above) & STICKY) == 0) {
        throw new AccessDeniedException(above.toString(), null, "other users can write it");
      }
    }
    if (!isOurs(real)) {
      throw new AccessDeniedException(real.toString(), null, "it belongs to another user");
    }
    boolean before = isSafe(real);
    if (!before) {
      Files.setPosixFilePermissions(real, owner);
    }
    return before;
  }

  /// Whether `path` belongs to this user or root, and nobody else can write it.
  static boolean isSafe(Path path) throws IOException {
    return !hasModes(path) || (isOurs(path) && (mode(path) & OTHERS_WRITE) == 0);
  }

  /// Whether the file system knows the owners, modes and times of Unix.
  static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static boolean isOurs(Path path) throws IOException {
    int owner = (int) Files.getAttribute(path, "unix:uid");
    return owner == ROOT || owner == user();
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode");
  }

  private static int user() {
    Linker linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find("geteuid").orElseThrow();
    try {
      return (int)
          linker.downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact();
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }
}
