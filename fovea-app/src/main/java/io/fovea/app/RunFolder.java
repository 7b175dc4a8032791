package io.fovea.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;

/// The folder of one training run: `runs/20260131-174502-lenet5/`.
///
/// @param path the folder, which exists
record RunFolder(Path path) {
  /// The trained network, with the state of training.
  static final String MODEL = "model.fovea";

  /// The network after its best epoch.
  static final String BEST = "best.fovea";

  /// A line per epoch.
  static final String HISTORY = "history.csv";

  /// What was trained, on what, how, and how well it went.
  static final String FACTS = "run.json";

  private static final String LAST = "last";
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /// The folder of an earlier run, also by the name `last`.
  static RunFolder of(Path path) {
    try {
      return new RunFolder(Files.isDirectory(path) ? path.toRealPath() : WholeFiles.lead(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a new folder; of two that start in the same second the later one gets a number.
  static RunFolder create(Path runs, String model, LocalDateTime now) {
    try {
      Files.createDirectories(runs);
      var name = STAMP.format(now) + "-" + model;
      for (int i = 1; ; i++) {
        var path = runs.resolve(i == 1 ? name : name + "-" + i);
        try {
          return new RunFolder(Files.createDirectory(path));
        } catch (FileAlreadyExistsException e) {
          // somebody else's: try the next name
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder of all runs.
  Path runs() {
    return path.resolveSibling("");
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /// Writes a text as a whole.
  void write(String name, String text) {
    WholeFiles.write(file(name), text);
  }

  /// Makes `runs/last` lead here. A folder of that name is somebody's own and stays.
  void makeLast() {
    var last = path.resolveSibling(LAST);
    if (!Files.isDirectory(last, LinkOption.NOFOLLOW_LINKS)) {
      WholeFiles.link(last, String.valueOf(path.getFileName()));
    }
  }

  /// Removes the folder and what is in it.
  void delete() {
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
