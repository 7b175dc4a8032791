// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Files that appear as a whole or not at all: written under another name first, then renamed.
final class WholeFiles {
  /// What runs are called; no path that leads elsewhere.
  private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*");

  private static final int MOST_NAME = 255;

  private WholeFiles() {}

  /// Writes a text, replacing a file of that name.
  static void write(Path file, String text) {
    try {
      WholeFile.make(file, part -> Files.writeString(part, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Throws unless a file of that name can be written.
  static void require(Path file) {
    try {
      WholeFile.require(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets `link` lead to a neighbour of it, replacing a link of that name; where the system has no
  /// links (or not for this user), the link is a text file that holds the neighbour's name.
  static void link(Path link, String neighbour) {
    try {
      WholeFile.link(link, Path.of(neighbour));
    } catch (UnsupportedOperationException | FileSystemException e) {
      write(link, neighbour + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where `path` leads if one of its folders is such a text file.
  static Path follow(Path path) {
    var parent = path.getParent();
    if (Files.exists(path) || parent == null || !Files.isRegularFile(parent)) {
      return path;
    }
    return lead(parent).resolve(path.getFileName());
  }

  /// Where a text file that stands for a link leads; any other path leads to itself, any other file
  /// too: its text is nobody's path.
  static Path lead(Path link) {
    try {
      if (!Files.isRegularFile(link) || Files.size(link) > MOST_NAME) {
        return link;
      }
      var name = new String(Files.readAllBytes(link), StandardCharsets.UTF_8).strip();
      return NAME.matcher(name).matches() ? link.resolveSibling(name) : link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
