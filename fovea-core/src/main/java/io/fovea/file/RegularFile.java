// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import io.fovea.Internal;
import io.fovea.error.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Files that may be read: those with an end. A pipe lets its reader wait for ever, a device such as
/// `/dev/zero` never ends, so both are refused before they are opened. Links are followed.
@Internal
public final class RegularFile {
  private RegularFile() {}

  /// What lies at a path instead of a regular file, as the end of "got ..."; empty if it is one.
  public static Optional<String> instead(Path path) {
    if (Files.isRegularFile(path)) {
      return Optional.empty();
    }
    return Optional.of(
        Files.isDirectory(path)
            ? "a folder"
            : Files.exists(path) ? "a device, pipe or socket" : "no such file");
  }

  /// Returns the path of a file that may be read.
  ///
  /// @param expected what it should be: `a table`
  /// @throws DataException if it is no regular file
  public static Path check(Path path, String expected) {
    instead(path)
        .ifPresent(other -> {
          throw new DataException(path.toString(), expected, other, "check the path.");
        });
    return path;
  }

  /// All bytes of a file, never more than so many, however long it becomes meanwhile.
  ///
  /// @param expected what it should be: `a pipeline`
  /// @throws DataException if it is no regular file, or longer
  public static byte[] bytes(Path path, String expected, int most) throws IOException {
    try (var in = Files.newInputStream(check(path, expected))) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new DataException(
            path.toString(),
            expected + " of at most " + most + " bytes",
            "a longer file",
            "check the path; this is another file.");
      }
      return bytes;
    }
  }

  /// The text of a file in UTF-8, never longer than so many bytes.
  ///
  /// @param expected what it should be: `a pipeline`
  /// @throws DataException if it is no regular file, longer, or not in UTF-8
  public static String text(Path path, String expected, int most) throws IOException {
    var bytes = bytes(path, expected, most);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new DataException(
          path.toString(), expected + " in UTF-8", "other bytes", "save it in UTF-8.");
    }
  }
}
