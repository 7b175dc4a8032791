// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.error.DataException;
import io.fovea.image.ClassFolders;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Picture files that are named on the command line.
final class Pictures {
  private Pictures() {}

  /// The files that are named, and those in folders that are named.
  ///
  /// @param told hears what lies in folders and does not count
  /// @throws DataException if a folder has no pictures
  static List<Path> files(List<Path> named, PrintStream told) {
    var files = new ArrayList<Path>();
    for (var path : named) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      var found = ClassFolders.asOne(path);
      var leftOut = found.leftOut().toString();
      if (found.classes().isEmpty()) {
        throw new DataException(
            path.toString(),
            "a folder with pictures in it",
            leftOut.isEmpty() ? "none" : "none (" + leftOut + ")",
            "name picture files, or a folder of them.");
      }
      if (!leftOut.isEmpty()) {
        told.println(path + ": " + leftOut);
      }
      found.classes().forEach(one -> files.addAll(one.files()));
    }
    return files;
  }
}
