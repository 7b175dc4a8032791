package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.image.PictureFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds picture files: in folders named as their classes, and in tables.
final class PictureLists {
  private PictureLists() {}

  /// One folder per class, in the order of their names; hidden ones do not count.
  static PictureFiles folder(Path folder) {
    List<String> names = new ArrayList<>();
    List<PictureFiles.Labelled> files = new ArrayList<>();
    for (Path child : children(folder)) {
      if (Files.isDirectory(child) && !child.getFileName().toString().startsWith(".")) {
        int label = names.size();
        names.add(child.getFileName().toString());
        below(child).forEach(file -> files.add(new PictureFiles.Labelled(file, label)));
      }
    }
    if (files.isEmpty()) {
      throw new DataException(
          folder.toString(),
          "a folder per class with pictures in it",
          names.isEmpty() ? "no folders" : "no pictures in its " + names.size() + " folders",
          "put the pictures of each class into a folder of its name.");
    }
    return PictureFiles.of(files, names);
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder.toString(),
          "a folder",
          Files.exists(folder) ? "a file" : "no such folder",
          "check the path.");
    }
    try (Stream<Path> all = Files.list(folder)) {
      return sorted(all);
    } catch (IOException e) {
      throw DataException.unreadable(folder, e);
    }
  }

  /// Files that are named like pictures, at any depth.
  private static List<Path> below(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return sorted(all.filter(PictureLists::isPicture));
    } catch (IOException | UncheckedIOException e) {
      throw DataException.unreadable(folder, e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && PictureFormat.named(name).isPresent()
        && Files.isRegularFile(file);
  }

  /// By name, whatever the system; the same on every machine.
  private static List<Path> sorted(Stream<Path> files) {
    return files.sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  /// Lines `path,label` with or without a heading; paths are relative to the table.
  static PictureFiles csv(Path table) {
    List<String> lines = lines(table);
    List<String> files = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      int comma = line.lastIndexOf(',');
      if (line.isEmpty() || i == 0 && isHeading(line, comma)) {
        continue;
      }
      if (comma < 1 || comma == line.length() - 1) {
        throw new DataException(
            table + ", line " + (i + 1),
            "a path, a comma and a label",
            "'" + line + "'",
            "correct the line.");
      }
      files.add(unquoted(line.substring(0, comma)));
      labels.add(unquoted(line.substring(comma + 1)));
    }
    List<String> names = List.copyOf(new TreeSet<>(labels));
    List<PictureFiles.Labelled> labelled = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path file = table.resolveSibling(files.get(i));
      labelled.add(new PictureFiles.Labelled(file, names.indexOf(labels.get(i))));
    }
    if (labelled.isEmpty()) {
      throw Labels.empty(table.toString(), "write lines of a path, a comma and a label.");
    }
    return PictureFiles.of(labelled, names);
  }

  /// A first line whose path does not end as pictures do.
  private static boolean isHeading(String line, int comma) {
    return comma > 0 && PictureFormat.named(unquoted(line.substring(0, comma))).isEmpty();
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      throw DataException.unreadable(table, e);
    }
  }
}
