// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.DataException;
import io.fovea.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// What an unfinished [Recipe] goes on from: `phase-0.fovea` is the state within its first phase,
/// `base.fovea` a base whose features are computed before a phase.
///
/// @param folder made when it is needed; the folder around it has to be there
public record PhaseStates(Path folder) {
  private static final String ENDING = ".fovea";

  /// The state within a phase.
  public Path state(int phase) {
    return folder.resolve("phase-" + phase + ENDING);
  }

  /// A frozen base whose features are computed before a phase.
  public Path base() {
    return folder.resolve("base" + ENDING);
  }

  /// The phase to go on with, if a state was saved.
  ///
  /// @param phases how many there are
  public OptionalInt last(int phases) {
    return IntStream.iterate(phases - 1, phase -> phase >= 0, phase -> phase - 1)
        .filter(phase -> Files.exists(state(phase)))
        .findFirst();
  }

  /// Saves the state within a phase, and forgets those of earlier ones.
  void save(Model model, int phase) {
    makeFolder();
    try {
      model.save(state(phase));
      for (int earlier = 0; earlier < phase; earlier++) {
        Files.deleteIfExists(state(earlier));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Saves a base that stays as it is.
  void saveBase(Model base) {
    makeFolder();
    base.save(base());
  }

  /// Gives a model what was saved within a phase.
  ///
  /// @throws FormatException if that is of another network
  void restore(int phase, Model model) {
    var saved = Model.load(state(phase));
    copy(state(phase), saved, model);
    var fixed =
        saved.compilation().orElseThrow(() -> other(state(phase), "a state of training", "none"));
    model.compile(fixed.optimizer(), fixed.objectives().toArray(Objective[]::new));
    var from = fixed.trainable();
    var to = model.compilation().orElseThrow().trainable();
    requireSame(state(phase), from.size(), to.size());
    for (int i = 0; i < from.size(); i++) {
      OnBase.copy(
          saved.slots().getOrDefault(from.get(i), List.of()),
          model.slots().getOrDefault(to.get(i), List.of()));
    }
    model.resumeAt(saved.iterations());
    saved.progress().ifPresent(model::resumeAt);
  }

  /// Gives a base the values that features were computed with.
  void restoreBase(Model base) {
    copy(base(), Model.load(base()), base);
  }

  private static void copy(Path file, Model saved, Model model) {
    var from = saved.variables();
    var to = model.variables();
    requireSame(file, from.size(), to.size());
    for (int i = 0; i < from.size(); i++) {
      if (!from.get(i).shape().equals(to.get(i).shape())) {
        throw other(
            file,
            to.get(i).path() + " of shape " + to.get(i).shape(),
            String.valueOf(from.get(i).shape()));
      }
    }
    OnBase.copy(from, to);
  }

  private static void requireSame(Path file, int got, int expected) {
    if (got != expected) {
      throw other(file, expected + " variables", String.valueOf(got));
    }
  }

  private static FormatException other(Path file, String expected, String got) {
    return new FormatException(
        file.toString(),
        expected,
        got,
        "go on with the network and phases that training was started with, or choose an empty"
            + " folder.");
  }

  /// Makes the folder, without the one around it if somebody has taken that away.
  void makeFolder() {
    var around = folder.toAbsolutePath().getParent();
    if (around != null && !Files.isDirectory(around)) {
      throw new DataException(
          around.toString(),
          "the folder of the run",
          "none",
          "make it; if a run has begun there, it was removed or renamed: start another run.");
    }
    try {
      if (!Files.isDirectory(folder)) {
        var _ = Files.createDirectory(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
