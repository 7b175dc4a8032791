// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import io.fovea.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// A folder with native libraries unpacked from the class path, each beside its checksum.
///
/// For a library `x` the file `x.sha256` records `<SHA-256> <bytes> <stamp>`. The stamp holds the
/// file's number and its times, among them that of its last change of any kind, which no program can
/// set. A start that finds all unchanged trusts the file (no reading of 90 MB); anything else, and
/// any system without such times, makes it read the file and compare checksums; a damaged or missing
/// file is unpacked again. The folder is a [PrivateFolder], so nobody else can write the record.
///
/// Any number of processes may unpack at once: each writes under a name of its own and renames the
/// complete, verified file, so that nobody ever sees half a library.
final class NativeCache {
  private static final String PART = ".part";
  private static final String RECORD = ".sha256";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;

  private NativeCache(Path folder) {
    this.folder = folder;
  }

  /// Opens a cache, making the folder if there is none.
  ///
  /// @throws IOException if it cannot be made or is not safe to load from
  static NativeCache open(Path folder) throws IOException {
    if (!PrivateFolder.make(folder)) {
      try (DirectoryStream<Path> records = Files.newDirectoryStream(folder, "*" + RECORD)) {
        for (Path record : records) {
          Files.delete(record);
        }
      }
    }
    return new NativeCache(folder);
  }

  /// Returns the file `name` in the cache, unpacked from `resource` if needed.
  Path unpack(URL resource, String name) throws IOException {
    Path file = folder.resolve(name);
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      if (isIntact(file, connection.getContentLengthLong())) {
        return file;
      }
      deleteAbandonedParts();
      Path part = Files.createTempFile(folder, name + ".", PART);
      try {
        String sha256 = write(in, part);
        String written = sha256(part);
        if (!written.equals(sha256)) {
          throw new IOException(
              "the unpacked file "
                  + file
                  + " has SHA-256 "
                  + written
                  + ", its resource "
                  + sha256
                  + "; is the disk full or failing?");
        }
        makeReadable(part);
        rename(part, file, sha256);
      } finally {
        Files.deleteIfExists(part);
      }
      return file;
    }
  }

  /// Whether `file` has `size` bytes (any number if negative) and the checksum recorded for it.
  boolean isIntact(Path file, long size) throws IOException {
    Optional<Record> recorded = Record.read(recordOf(file));
    if (recorded.isEmpty() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Record record = recorded.get();
    long actual = Files.size(file);
    if (actual != record.size || (size >= 0 && actual != size) || !PrivateFolder.isSafe(file)) {
      return false;
    }
    String stamp = stamp(file);
    if (!stamp.isEmpty() && stamp.equals(record.stamp)) {
      return true;
    }
    if (!sha256(file).equals(record.sha256)) {
      return false;
    }
    if (Files.isWritable(folder)) {
      write(new Record(record.sha256, actual, stamp), recordOf(file));
    }
    return true;
  }

  /// What changes with every change of the file; empty where the system keeps no such times.
  private static String stamp(Path file) throws IOException {
    if (!PrivateFolder.hasModes(file)) {
      return "";
    }
    Map<String, Object> facts = Files.readAttributes(file, "unix:ino,lastModifiedTime,ctime");
    return facts.get("ino") + "." + facts.get("lastModifiedTime") + "." + facts.get("ctime");
  }

  private void rename(Path part, Path file, String sha256) throws IOException {
    try {
      WholeFile.replace(part, file);
    } catch (FileSystemException e) {
      // Windows refuses to replace a library that a process has loaded; the same content is as good
      if (!Files.isRegularFile(file) || !sha256(file).equals(sha256)) {
        throw e;
      }
    }
    write(new Record(sha256, Files.size(file), stamp(file)), recordOf(file));
  }

  private void write(Record record, Path file) throws IOException {
    Path part = Files.createTempFile(folder, file.getFileName() + ".", PART);
    try {
      Files.writeString(part, record.line());
      makeReadable(part);
      WholeFile.replace(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Temporary files are private to the user; in a shared cache others may read the result.
  private static void makeReadable(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static String write(InputStream in, Path part) throws IOException {
    MessageDigest digest = newSha256();
    try (OutputStream out =
        new DigestOutputStream(
            Files.newOutputStream(part, StandardOpenOption.TRUNCATE_EXISTING), digest)) {
      byte[] block = new byte[1 << 20];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        out.write(block, 0, n);
      }
    }
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest = newSha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[1 << 20];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Path recordOf(Path file) {
    return file.resolveSibling(file.getFileName() + RECORD);
  }

  /// Removes what a process left that was killed while unpacking.
  private void deleteAbandonedParts() throws IOException {
    long before = System.currentTimeMillis() - ABANDONED.toMillis();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
      for (Path part : parts) {
        try {
          if (Files.getLastModifiedTime(part).toMillis() < before) {
            Files.deleteIfExists(part);
          }
        } catch (NoSuchFileException e) {
          continue; // another process was faster
        }
      }
    }
  }

  /// What is known of an unpacked file.
  private record Record(String sha256, long size, String stamp) {
    static Optional<Record> read(Path file) throws IOException {
      try {
        String[] parts = Files.readString(file).stripTrailing().split(" ", -1);
        return parts.length == 3
            ? Optional.of(new Record(parts[0], Long.parseLong(parts[1]), parts[2]))
            : Optional.empty();
      } catch (NoSuchFileException | NumberFormatException e) {
        return Optional.empty();
      }
    }

    String line() {
      return sha256 + " " + size + " " + stamp + "\n";
    }
  }
}
