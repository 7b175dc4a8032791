// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.train.Callbacks.modelCheckpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckpointTest {
  @TempDir Path folder;

  private String in(String name) {
    return folder + "/" + name;
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void epochs(ModelCheckpoint rule, double... losses) {
    var run = Runs.run();
    var watch = rule.start(run);
    for (int epoch = 0; epoch < losses.length; epoch++) {
      watch.onEpochBegin(run, epoch);
      watch.onEpochEnd(run, epoch, Runs.logs("val_loss", losses[epoch]));
    }
  }

  @Test
  void savesAfterEachEpochUnderAnExpandedName() throws IOException {
    epochs(modelCheckpoint(in("{epoch:02d}-{val_loss:.2f}" + TextFormat.EXTENSION)), 0.5, 0.126);
    assertThat(files()).containsExactly("01-0.50.text", "02-0.13.text");
  }

  @Test
  void savesOnlyImprovements() throws IOException {
    var rule = modelCheckpoint(in("{epoch}" + TextFormat.EXTENSION)).bestOnly("val_loss");
    epochs(rule, 3, 3, 2, 2.5, 1);
    assertThat(files()).containsExactly("1.text", "3.text", "5.text");
  }

  @Test
  void theFirstImprovementMustBeatTheThreshold() throws IOException {
    var rule = modelCheckpoint(in("{epoch}" + TextFormat.EXTENSION)).bestOnly("val_loss");
    epochs(rule.threshold(2), 3, 2, 1.5);
    assertThat(files()).containsExactly("3.text");
  }

  @Test
  void countsStepsAcrossEpochs() throws IOException {
    var run = Runs.run();
    var watch =
        modelCheckpoint(in("{epoch}-{batch}" + TextFormat.EXTENSION)).everySteps(3).start(run);
    for (int epoch = 0; epoch < 2; epoch++) {
      watch.onEpochBegin(run, epoch);
      for (int step = 0; step < 4; step++) {
        watch.onBatchEnd(run, step, Runs.logs("loss", 1));
      }
      watch.onEpochEnd(run, epoch, Runs.logs("loss", 1));
    }
    assertThat(files()).containsExactly("1-3.text", "2-2.text");
  }

  @Test
  void doesNotSaveWhereTheNumberIsMissing() throws IOException {
    var run = Runs.run();
    var rule = modelCheckpoint(in("a" + TextFormat.EXTENSION)).bestOnly("val_loss");
    rule.start(run).onEpochEnd(run, 0, Runs.logs("loss", 1));
    assertThat(files()).isEmpty();
  }

  @Test
  void makesMissingFolders() {
    epochs(modelCheckpoint(in("a/b/c" + TextFormat.EXTENSION)), 1);
    assertThat(folder.resolve("a/b/c.text")).exists();
  }

  @Test
  void expandsNames() {
    var logs = new Logs(new TreeMap<>(Map.of("loss", 0.25)));
    var name = modelCheckpoint("{epoch:3d}_{epoch:04d}_{loss}_{loss:.3e}_{batch}");
    assertThat(name.name(6, OptionalInt.of(9), logs).toString())
        .isEqualTo("  7_0007_0.25_2.500e-01_10");
  }

  @Test
  void rejectsUnknownNames() {
    assertThatThrownBy(
            () -> modelCheckpoint("{val_loss}.text").name(0, OptionalInt.empty(), Logs.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "modelCheckpoint.file: expected one of [epoch], got {val_loss}.\n"
                + "  Fix: name a number of the logs.");
  }

  @Test
  void rejectsAFormatThatNobodyWritesBeforeTrainingStarts() {
    assertThatThrownBy(() -> modelCheckpoint("{epoch}.xyz").start(Runs.run()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("expected a file name that ends in one of ")
        .hasMessageContaining(TextFormat.EXTENSION);
  }

  /// Saves the parameters as text; what a module with real formats does.
  public static final class TextFormat implements ModelFormat {
    static final String EXTENSION = ".text";

    @Override
    public boolean handles(Path file) {
      return file.toString().endsWith(EXTENSION);
    }

    @Override
    public String extension() {
      return EXTENSION;
    }

    @Override
    public void save(Model model, Path file) {
      try {
        Files.writeString(
            file, Arrays.toString(model.variables().stream().map(v -> v.read().length).toArray()));
      } catch (IOException e) {
        throw new FormatException(file.toString(), "a file", e.toString(), "try again.");
      }
    }

    @Override
    public Model load(Path file) {
      throw new UnsupportedOperationException("only saves");
    }
  }
}
