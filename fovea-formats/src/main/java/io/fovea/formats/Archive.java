// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import com.google.errorprone.annotations.MustBeClosed;
import io.fovea.Internal;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.file.RegularFile;
import io.fovea.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A zip file that is written whole or not at all, and read with suspicion.
@Internal
public final class Archive implements AutoCloseable {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private final ZipFile zip;

  private final Budget budget;

  private Archive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
    this.budget = Budget.of(file.toString(), file.toFile().length());
  }

  // ---- writing -------------------------------------------------------------------------------

  /// What goes into an entry; called twice, and must write the same both times.
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Fills the archive.
  public interface Filler {
    void fill(ZipOutputStream zip) throws IOException;
  }

  /// Writes under a temporary name next to the file, then renames.
  public static void write(Path file, Filler filler) {
    try {
      WholeFile.make(
          file,
          part -> {
            try (var zip = new ZipOutputStream(Files.newOutputStream(part))) {
              filler.fill(zip);
            }
          });
    } catch (IOException e) {
      throw new FormatException(
          file.toString(),
          "a file that can be written",
          Reason.of(e),
          "check that the folder exists and has room.");
    }
  }

  /// Adds a compressed entry; always with the same date, so that equal models make equal files.
  public static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /// Adds an entry as it is, without compression.
  public static void addStored(ZipOutputStream zip, String name, long bytes, Content content)
      throws IOException {
    var sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    content.writeTo(sum);
    var entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes);
    entry.setCompressedSize(bytes);
    entry.setCrc(sum.getChecksum().getValue());
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }

  /// Adds an entry as it is, without compression.
  public static void addStored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    addStored(zip, name, bytes.length, out -> out.write(bytes));
  }

  // ---- reading -------------------------------------------------------------------------------

  /// @throws FormatException if there is no such file or it is no zip file
  @MustBeClosed
  public static Archive open(Path file) {
    RegularFile.instead(file)
        .ifPresent(other -> {
          throw new FormatException(file.toString(), "a model file", other, "check the path.");
        });
    try {
      return new Archive(file, new ZipFile(file.toFile()));
    } catch (AccessDeniedException _) {
      throw new FormatException(
          file.toString(), "a file that can be read", "no permission", "check its permissions.");
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(file.toString(), "a zip file", "something else", e);
    }
  }

  public boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  /// What everything in the file draws on.
  public Budget budget() {
    return budget;
  }

  /// Uncompressed bytes of an entry, as the archive announces them.
  public long size(String name) {
    return entry(name).getSize();
  }

  /// Reads an entry.
  public interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /// @param most bytes that are allowed
  /// @throws FormatException if it is missing, too long, or its checksum differs
  public <T> T read(String name, long most, Reader<T> reader) {
    var entry = entry(name);
    String where = file + ": " + name;
    if (entry.getSize() < 0 || entry.getSize() > most) {
      throw new FormatException(
          where, "at most " + most + " bytes", entry.getSize() + " bytes", Fixes.DAMAGED);
    }
    try (var in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      T result = reader.read(in);
      if (in.read() >= 0 || in.getChecksum().getValue() != entry.getCrc()) {
        throw new FormatException(
            where, "bytes as they were saved", "a wrong checksum", Fixes.DAMAGED);
      }
      return result;
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(where, "bytes as they were saved", "others", e);
    }
  }

  /// The bytes of an entry, however many more it would inflate to.
  ///
  /// @param most bytes that are allowed
  /// @throws FormatException if it is missing, too long, or its checksum differs
  public byte[] bytes(String name, long most) {
    return read(
        name,
        Math.min(most, Integer.MAX_VALUE - 8),
        in -> {
          budget.take(size(name));
          return in.readNBytes((int) size(name));
        });
  }

  private static FormatException damaged(
      String where, String expected, String got, Exception cause) {
    return new FormatException(where, expected, got, Fixes.DAMAGED, cause);
  }

  private ZipEntry entry(String name) {
    var entry = zip.getEntry(name);
    if (entry == null) {
      throw new FormatException(
          file.toString(),
          "an entry " + name,
          "a zip file without it",
          "give a file that was saved as " + ending() + ", and not one with another name.");
    }
    return entry;
  }

  private String ending() {
    String name = file.toString();
    return name.substring(Math.max(0, name.lastIndexOf('.')));
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw damaged(file.toString(), "a file that can be closed", "an error", e);
    }
  }
}
