package io.fovea.app;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Schedules.cosineDecay;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.RandomAffine;
import io.fovea.data.Dataset;
import io.fovea.data.Datasets;
import io.fovea.train.Callbacks;
import io.fovea.train.Fit;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Going on with a run that was stopped and saved.
class ResumeTest {
  private static final Fit HOW = Fit.epochs(3).batch(16);
  private static final Dataset DIGITS =
      Datasets.mnist10k()
          .train()
          .take(40)
          .augment(RandomAffine.IDENTITY.maxShift(0.1).maxTurnDegrees(10));

  @TempDir Path folder;

  private static Model model() {
    return Zoo.model("lenet5")
        .compile(adam(cosineDecay(1e-2, 9)), sparseCategoricalCrossentropy(), accuracy());
  }

  /// 3 steps per epoch: stopped within the first epoch, at its end, within the last one.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void aResumedRunEndsWithTheSameBitsAsAnUninterruptedOne(int steps) {
    var whole = model();
    whole.fit(DIGITS, HOW);

    var stopped = model();
    stopped.fit(
        DIGITS,
        HOW.callbacks(
            Callbacks.onBatchEnd((run, _, _) -> {
              if (run.model().iterations() == steps) {
                run.stop();
              }
            })));
    var file = folder.resolve("stopped.fovea");
    stopped.save(file);
    var resumed = Model.load(file);
    var history = resumed.fit(DIGITS, HOW.resuming());

    assertThat(stopped.iterations()).isEqualTo(steps);
    assertThat(resumed.iterations()).isEqualTo(9);
    assertThat(history.epochs()).hasSize(3 - steps / 3);
    for (int i = 0; i < whole.variables().size(); i++) {
      assertThat(resumed.variables().get(i).read())
          .as(whole.variables().get(i).path())
          .isEqualTo(whole.variables().get(i).read());
    }
  }

  private Path interrupted() throws IOException {
    Cli.run(
        "train",
        "--limit",
        "40",
        "--epochs",
        "1",
        "--batch",
        "16",
        "--out",
        folder.resolve("runs"));
    var run = RunFolder.of(folder.resolve("runs").resolve("last"));
    var facts = Files.readString(run.file("run.json"));
    // as if it was to take three epochs and was stopped behind the first
    WholeFiles.write(
        run.file("run.json"),
        facts
            .replace("\"finished\"", "\"interrupted\"")
            .replaceFirst("\"epochs\" : 1", "\"epochs\" : 3"));
    return run.path();
  }

  @Test
  void theCommandGoesOnInTheSameFolder() throws IOException {
    var run = interrupted();

    var resumed = Cli.run("train", "--resume", folder.resolve("runs").resolve("last"), "--json");

    assertThat(resumed.code()).isZero();
    assertThat(resumed.json().get("epochs").asInt()).isEqualTo(3);
    assertThat(Path.of(resumed.json().get("run").asText())).isEqualTo(run);
    assertThat(Files.readAllLines(run.resolve("history.csv")))
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactly("epoch", "0", "1", "2");
    assertThat(Files.readString(run.resolve("run.json"))).contains("\"finished\"");
  }

  @Test
  void aFinishedRunCannotGoOn() throws IOException {
    Cli.run("train", "--limit", "40", "--epochs", "1", "--out", folder.resolve("runs"));
    var run = RunFolder.of(folder.resolve("runs").resolve("last")).path();
    var before = Files.readString(run.resolve("run.json"));

    var resumed = Cli.run("train", "--resume", run);

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err())
        .isEqualToNormalizingNewlines(
            run
                + ": expected a run that did not finish, got one that is finished.\n"
                + "  Fix: start another run.\n");
    assertThat(run.resolve("run.json")).hasContent(before);
  }

  /// As a power cut within the second epoch leaves it.
  @Test
  void aRunThatDiedGoesOn() throws IOException {
    var run = interrupted();
    var facts = Files.readString(run.resolve("run.json"));
    WholeFiles.write(run.resolve("run.json"), facts.replace("\"interrupted\"", "\"running\""));
    Files.writeString(
        run.resolve("history.csv"), "1,0.5,1.5,", java.nio.file.StandardOpenOption.APPEND);

    var resumed = Cli.run("train", "--resume", run, "--json");

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(Files.readAllLines(run.resolve("history.csv"))).hasSize(4);
    assertThat(Files.exists(run.resolve(".lock"))).isFalse();
  }

  @Test
  void aRunThatSomebodyTrainsIsLeftAlone() throws IOException {
    var run = interrupted();
    try (var _ = RunLock.take(RunFolder.of(run))) {
      var resumed = Cli.run("train", "--resume", run);
      assertThat(resumed.code()).isEqualTo(1);
      assertThat(resumed.err())
          .isEqualToNormalizingNewlines(
              run
                  + ": expected a run that nobody works on, got one that is being trained.\n"
                  + "  Fix: wait until it is done, or stop it.\n");
    }
  }

  @Test
  void aFolderWithoutARunCannotGoOn() {
    var resumed = Cli.run("train", "--resume", folder);
    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err()).contains(": expected the folder of a run, got no run.json in it.");
  }

  @Test
  void damagedSettingsAreNamed() throws IOException {
    var run = interrupted();
    var facts = Files.readString(run.resolve("run.json"));
    WholeFiles.write(run.resolve("run.json"), facts.replace("\"batch\" : 16", "\"batch\" : \"x\""));

    var resumed = Cli.run("train", "--resume", run);

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err())
        .startsWith(run.resolve("run.json") + ": expected a good value for batch, got \"x\".");
  }

  @Test
  void settingsOfARunStay() throws IOException {
    var run = interrupted();
    var resumed = Cli.run("train", "--resume", run, "--batch", "8");
    assertThat(resumed.code()).isEqualTo(2);
    assertThat(resumed.err())
        .contains("'--batch': expected none together with --resume, as a run keeps its settings");
  }
}
