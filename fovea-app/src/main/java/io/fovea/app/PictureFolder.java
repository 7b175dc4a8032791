// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.Datasets;
import io.fovea.data.PictureFiles;
import io.fovea.error.DataException;
import io.fovea.image.LeftOut;
import io.fovea.image.LeftOut.Reason;
import io.fovea.image.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Pictures of one's own: a folder with one folder per class, one with `train`, `validation` and
/// `test` that have them, or a table.
///
/// @param root the folder, or that of the table
/// @param parts its files by the name of the part; the only part of undivided ones is `all`
record PictureFolder(Path root, Map<String, PictureFiles> parts) {
  /// The only part of a folder that is not divided.
  static final String ALL = "all";

  /// The part to learn from.
  static final String TRAIN = "train";

  /// The part to choose the best epoch by.
  static final String VALIDATION = "validation";

  /// The part to measure on.
  static final String TEST = "test";

  /// How folders of parts are called, in upper or lower case.
  private static final Map<String, String> NAMES =
      Map.of(
          "train",
          TRAIN,
          "validation",
          VALIDATION,
          "valid",
          VALIDATION,
          "val",
          VALIDATION,
          "test",
          TEST);

  /// Whether a folder is divided into parts already; no table is.
  static boolean isDivided(Path path) {
    if (!Files.isDirectory(path)) {
      return false;
    }
    var folders = folders(path);
    var train = named(path, folders).get(TRAIN);
    return train != null && isDivided(train, besideParts(folders));
  }

  /// Whether a folder is divided into parts, one of them for validation.
  static boolean isValidated(Path path) {
    return isDivided(path) && named(path, folders(path)).containsKey(VALIDATION);
  }

  /// Finds the pictures below a folder, or those of a table.
  ///
  /// @throws DataException if there are none
  static PictureFolder of(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      var folder = path.getParent();
      return new PictureFolder(
          folder == null ? Path.of("") : folder, Map.of(ALL, Datasets.csv(path)));
    }
    if (isDivided(path)) {
      var folders = folders(path);
      return new PictureFolder(path, divided(named(path, folders), besideParts(folders)));
    }
    return new PictureFolder(path, Map.of(ALL, Datasets.folder(path)));
  }

  // ---- parts -----------------------------------------------------------------------------------

  private static Map<String, Path> named(Path root, List<Path> folders) {
    Map<String, Path> named = new LinkedHashMap<>();
    for (String part : List.of(TRAIN, VALIDATION, TEST)) {
      var found = folders.stream().filter(folder -> part(folder).equals(part)).toList();
      if (found.size() > 1) {
        throw new DataException(
            root.toString(),
            "one folder for the part '" + part + "'",
            String.join(" and ", found.stream().map(PictureFolder::fileName).toList()),
            "put the pictures of both into one, or rename one.");
      }
      found.forEach(folder -> named.put(part, folder));
    }
    return named;
  }

  private static List<Path> besideParts(List<Path> folders) {
    return folders.stream().filter(folder -> part(folder).isEmpty()).toList();
  }

  /// The part that a folder is called after; empty if it is none.
  private static String part(Path folder) {
    return NAMES.getOrDefault(fileName(folder).toLowerCase(Locale.ROOT), "");
  }

  /// A folder `train` is a part if classes lie in it; where pictures lie in it and other classes
  /// beside it, it is the class of trains.
  private static boolean isDivided(Path train, List<Path> others) {
    Predicate<Path> isPicture =
        file -> PictureFormat.named(fileName(file)).isPresent() && Files.isRegularFile(file);
    return !folders(train).isEmpty() && (others.isEmpty() || list(train).noneMatch(isPicture));
  }

  private static Map<String, PictureFiles> divided(Map<String, Path> named, List<Path> others) {
    Map<String, PictureFiles> parts = new LinkedHashMap<>();
    named.forEach((part, folder) -> parts.put(part, Datasets.folder(folder)));
    var beside =
        new LeftOut(others.stream().map(one -> new LeftOut.Item(one, Reason.BESIDE)).toList());
    parts.computeIfPresent(TRAIN, (_, files) -> files.leftOut(files.leftOut().plus(beside)));
    return parts;
  }

  private static List<Path> folders(Path folder) {
    return list(folder)
        .filter(child -> Files.isDirectory(child) && !fileName(child).startsWith("."))
        .toList();
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList().stream();
    } catch (IOException e) {
      throw DataException.unreadable(folder, e);
    }
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }

  // ---- all together ----------------------------------------------------------------------------

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
    var leftOut =
        parts.values().stream().map(PictureFiles::leftOut).reduce(LeftOut.NOTHING, LeftOut::plus);
    return PictureFiles.of(files, order).leftOut(leftOut);
  }

  /// What a look at the names tells: one sentence for each thing that may be a mistake.
  static List<String> remarks(PictureFiles files) {
    var remarks = new ArrayList<String>();
    if (!files.leftOut().items().isEmpty()) {
      remarks.add(files.leftOut().toString());
    }
    files
        .classesAlike()
        .forEach(
            group -> remarks.add("classes that differ in case alone: " + String.join(", ", group)));
    return remarks;
  }

  /// The part to which a file belongs.
  String partOf(Path file) {
    return parts.entrySet().stream()
        .filter(part -> part.getValue().files().stream().anyMatch(one -> one.file().equals(file)))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse(ALL);
  }

  /// A file's path below the folder; a whole one if it lies elsewhere.
  String name(Path file) {
    return (file.startsWith(root) ? root.relativize(file) : file).toString().replace('\\', '/');
  }
}
