// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.file.FolderLock;
import io.fovea.train.PhaseStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folder of one training run: `runs/20260131-174502-lenet5/`.
///
/// @param path the folder, which exists
record RunFolder(Path path) {
  /// The trained network; the ending follows.
  static final String MODEL = "model";

  /// The network after its best epoch; the ending follows.
  static final String BEST = "best";

  /// What an unfinished run goes on from, see [PhaseStates].
  static final String CHECKPOINT = "checkpoint";

  /// A line per epoch.
  static final String HISTORY = "history.csv";

  /// What was trained, on what, how, and how well it went.
  static final String FACTS = "run.json";

  private static final List<String> ENDINGS = List.of(".keras", ".fovea");
  private static final String LAST = "last";
  private static final String PART = ".part";
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /// The folder of an earlier run, also by the name `last`.
  static RunFolder of(Path path) {
    try {
      return new RunFolder(Files.isDirectory(path) ? path.toRealPath() : WholeFiles.lead(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a new folder, which is there with its `run.json` or not at all; of two that start in the
  /// same second the later one gets a number.
  ///
  /// @param facts text of `run.json`
  static RunFolder create(Path runs, String model, LocalDateTime now, String facts) {
    var name = STAMP.format(now) + "-" + model;
    return alone(
        runs,
        () -> {
          var part = Files.createDirectory(runs.resolve("." + name + PART));
          new RunFolder(part).write(FACTS, facts);
          for (int i = 1; ; i++) {
            var path = runs.resolve(i == 1 ? name : name + "-" + i);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
              return new RunFolder(Files.move(part, path));
            }
          }
        });
  }

  /// Works on the folder of all runs while no other process does, after what was left there by
  /// processes that were killed is gone.
  private static <T> T alone(Path runs, FolderLock.Work<T> work) {
    try {
      return FolderLock.holding(
          runs,
          () -> {
            forgetParts(runs);
            return work.run();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes what a run that is done no longer needs, if it was killed before it could.
  void forgetRests() {
    try (var _ = RunLock.take(this)) {
      forgetParts();
      forgetStates();
    }
  }

  /// Removes what was half written when a process was killed; for whoever holds the run's lock.
  void forgetParts() {
    try {
      forgetParts(path);
      if (Files.isDirectory(file(CHECKPOINT))) {
        forgetParts(file(CHECKPOINT));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void forgetParts(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, ".*" + PART)) {
      files.forEach(RunFolder::delete);
    }
  }

  /// The folder of all runs.
  Path runs() {
    return path.resolveSibling("");
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /// The trained network; while there is none, the best so far.
  Path model() {
    return Stream.of(MODEL, BEST)
        .flatMap(name -> ENDINGS.stream().map(ending -> file(name + ending)))
        .filter(Files::exists)
        .findFirst()
        .orElse(file(MODEL + ENDINGS.getFirst()));
  }

  /// What an unfinished run goes on from.
  PhaseStates states() {
    return new PhaseStates(file(CHECKPOINT));
  }

  /// Forgets all states: the run is finished.
  void forgetStates() {
    delete(file(CHECKPOINT));
  }

  /// Writes a text as a whole.
  void write(String name, String text) {
    WholeFiles.write(file(name), text);
  }

  /// Makes `runs/last` lead here. A folder of that name is somebody's own and stays.
  void makeLast() {
    var last = path.resolveSibling(LAST);
    var name = String.valueOf(path.getFileName());
    if (leads(last, name) || Files.isDirectory(last, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path _ =
        alone(
            runs(),
            () -> {
              WholeFiles.link(last, name);
              return last;
            });
  }

  private static boolean leads(Path last, String name) {
    try {
      return Files.isSymbolicLink(last) && Files.readSymbolicLink(last).toString().equals(name);
    } catch (IOException e) {
      return false;
    }
  }

  /// Removes the folder and what is in it.
  void delete() {
    delete(path);
  }

  private static void delete(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
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
