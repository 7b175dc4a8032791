// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the plain files of a tar archive, one after the other (POSIX 1003.1, "ustar").
///
/// Mutable, for one thread; whoever opened the stream closes it.
final class Tar {
  private static final int BLOCK = 512;

  private final InputStream in;
  private final String archive;

  /// Bytes between here and the next header: unread content and padding.
  private long ahead;

  Tar(InputStream in, String archive) {
    this.in = in;
    this.archive = archive;
  }

  /// A plain file in the archive.
  ///
  /// @param name path within the archive
  /// @param size in bytes
  record Entry(String name, long size) {}

  /// Goes to the next plain file; what was left of the one before is skipped.
  Optional<Entry> next() throws IOException {
    while (true) {
      in.skipNBytes(ahead);
      ahead = 0;
      byte[] header = in.readNBytes(BLOCK);
      // archives end with blocks of zeros; some just end
      if (header.length == 0 || header[0] == 0) {
        return Optional.empty();
      }
      if (header.length < BLOCK) {
        throw new EOFException("a header is cut off");
      }
      checkSum(header);
      long size = octal(header, 124, 12);
      ahead = Math.ceilDiv(size, BLOCK) * BLOCK;
      byte type = header[156];
      if (type == '0' || type == 0) {
        return Optional.of(new Entry(name(header), size));
      }
    }
  }

  /// The path; its folders may stand apart, if the archive is one of POSIX.
  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    String folder = text(header, 257, 6).equals("ustar") ? text(header, 345, 155) : "";
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /// Reads the next `count` bytes of the current file.
  void read(byte[] target, int at, int count) throws IOException {
    if (in.readNBytes(target, at, count) < count) {
      throw new EOFException("a file in it is cut off");
    }
    ahead -= count;
  }

  /// The sum of all header bytes, its own field taken as blanks.
  private void checkSum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    long expected = octal(header, 148, 8);
    if (sum != expected) {
      throw damaged("header sum " + expected, String.valueOf(sum));
    }
  }

  private long octal(byte[] header, int at, int length) {
    String digits = text(header, at, length).strip();
    try {
      return Long.parseUnsignedLong(digits, 8);
    } catch (NumberFormatException e) {
      throw damaged("an octal number in a header", "'" + digits + "'");
    }
  }

  private DataException damaged(String expected, String got) {
    return new DataException(
        archive, "a tar archive with " + expected, got, "delete the file and get it again.");
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }
}
