package io.fovea.app;

import io.fovea.data.Datasets;
import io.fovea.data.PictureFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A folder with one folder per class, or with `train`, `validation` and `test` that have them.
///
/// @param root the folder
/// @param parts its files by the name of the part; the only part of an undivided folder is `all`
record PictureFolder(Path root, Map<String, PictureFiles> parts) {
  /// The only part of a folder that is not divided.
  static final String ALL = "all";

  private static final List<String> NAMES = List.of("train", "validation", "valid", "val", "test");

  /// Finds the files below `root`.
  static PictureFolder of(Path root) {
    Map<String, PictureFiles> parts = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (Files.isDirectory(root.resolve(name))) {
        parts.put(name, Datasets.folder(root.resolve(name)));
      }
    }
    return parts.containsKey("train")
        ? new PictureFolder(root, parts)
        : new PictureFolder(root, Map.of(ALL, Datasets.folder(root)));
  }

  /// The files of all parts, classes matched by name.
  PictureFiles files() {
    var names = new TreeSet<String>();
    parts.values().forEach(part -> names.addAll(part.classNames()));
    var order = List.copyOf(names);
    var files = new ArrayList<PictureFiles.Labelled>();
    for (var part : parts.values()) {
      for (var labelled : part.files()) {
        var name = part.classNames().get((int) labelled.label());
        files.add(new PictureFiles.Labelled(labelled.file(), order.indexOf(name)));
      }
    }
    return PictureFiles.of(files, order);
  }

  /// The part to which a file belongs.
  String partOf(Path file) {
    Optional<String> part =
        parts.keySet().stream().filter(name -> file.startsWith(root.resolve(name))).findFirst();
    return part.filter(_ -> parts.size() > 1).orElse(ALL);
  }

  /// A file's path below the folder.
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
