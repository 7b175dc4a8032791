// SPDX-License-Identifier: Apache-2.0
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
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Going on with a run that was stopped and saved.
class ResumeTest {
  private static final Fit HOW = Fit.epochs(3).batch(16);
  private static final Dataset DIGITS =
      Datasets.mnist10k()
          .train()
          .take(40)
          .augment(RandomAffine.IDENTITY.maxShift(0.1).maxTurnDegrees(10));

  private static final Object[] LENET = {"--limit", 40, "--epochs", 3, "--batch", 16};

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

  /// Ends a run as Ctrl-C does, as soon as it prints a text.
  private Path interrupted(String at, Object... args) {
    var words = new ArrayList<String>();
    Stream.of(args).map(String::valueOf).forEach(words::add);
    words.addAll(List.of("--out", folder.resolve("stopped").toString()));
    var interrupt = Interrupt.open();
    var told = new ByteArrayOutputStream();
    var progress =
        new PrintStream(
            new FilterOutputStream(told) {
              @Override
              public void write(byte[] bytes, int from, int count) throws IOException {
                super.write(bytes, from, count);
                if (told.toString(StandardCharsets.UTF_8).contains(at)) {
                  interrupt.request();
                }
              }
            },
            true,
            StandardCharsets.UTF_8);
    var console = new Console(progress, progress, false);
    var command = new TrainCommand(console);
    new CommandLine(command).parseArgs(words.toArray(String[]::new));
    var settings = command.settings();
    assertThat(new Training(settings, console, false, () -> interrupt).start()).isEqualTo(130);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("Stopped");
    return RunFolder.of(folder.resolve("stopped").resolve("last")).path();
  }

  /// 38 pictures train, 3 steps of 16 in each of 3 epochs; stopped in the second one.
  private Path interrupted() {
    return interrupted("Epoch 2/3", LENET);
  }

  private Path whole(Object... args) {
    var words = new ArrayList<Object>(List.of("train"));
    words.addAll(List.of(args));
    words.addAll(List.of("--json", "--out", folder.resolve("whole")));
    var run = Cli.run(words.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return Path.of(run.json().get("run").asText());
  }

  @Test
  void theCommandEndsWithTheSameBitsAsWithoutAStop() throws IOException {
    var run = interrupted();
    assertThat(Cli.run("train", "--resume", run).code()).isZero();
    assertThat(RunContents.of(run)).isEqualTo(RunContents.of(whole(LENET)));
  }

  /// The best epoch is then that of the lowest training loss, which the rest of an epoch is not.
  @Test
  void theBestEpochIsTheSameWithoutValidation() throws IOException {
    Object[] args = {"--limit", 40, "--epochs", 3, "--batch", 16, "--validation", 0};
    var run = interrupted("Epoch 2/3", args);
    assertThat(Cli.run("train", "--resume", run).code()).isZero();
    assertThat(RunContents.of(run)).isEqualTo(RunContents.of(whole(args)));
  }

  @Test
  void aRunFromAModelFileGoesOnToo() throws IOException {
    var file = folder.resolve("own.keras");
    Zoo.model("lenet5").save(file);
    Object[] args = {"--model", file, "--limit", 40, "--epochs", 3, "--batch", 16};
    var run = interrupted("Epoch 2/3", args);
    assertThat(Cli.run("train", "--resume", run).code()).isZero();
    assertThat(RunContents.of(run)).isEqualTo(RunContents.of(whole(args)));
  }

  /// Stopped while the head learns, before the second phase, and within it; with features that are
  /// computed once and in each step.
  @ParameterizedTest
  @CsvSource({"Epoch 2/2, --feature-cache", "Epoch 2/2, --strict", "Phase 2 of 2, --feature-cache"})
  void eachPhaseGoesOnWhereItStopped(String at, String option) throws IOException {
    var data = Painted.folder(folder.resolve("colors"), 2, 20);
    var args = new ArrayList<Object>(List.of("--model", "mobilenet-v2", "--data", data));
    args.addAll(List.of("--size", 32, "--batch", 8, "--freeze-base", "--epochs", 2, option));
    args.addAll(List.of("--then-unfreeze", "--epochs", 2));

    var run = interrupted(at, args.toArray());
    var resumed = Cli.run("train", "--resume", run, "--json");

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.json().get("epochs").asInt()).isEqualTo(4);
    assertThat(RunContents.of(run)).isEqualTo(RunContents.of(whole(args.toArray())));
  }

  @Test
  void otherDataThanBeforeIsRefused() throws IOException {
    var data = Painted.folder(folder.resolve("colors"), 2, 10);
    var run =
        interrupted(
            "Epoch 2/3",
            "--model",
            "mobilenet-v2",
            "--data",
            data,
            "--size",
            32,
            "--freeze-base",
            "--epochs",
            3);
    Files.delete(data.resolve("green").resolve("3.png"));

    var resumed = Cli.run("train", "--resume", run);

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err())
        .endsWith(
            data
                + ": expected the data that the run was started with, got other data.\n"
                + "  Fix: bring the data back as it was, or start another run.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"seed\" : 42,|\"seed\" : 43,", "\"batch\" : 16|\"batch\" : 8"})
  void otherSettingsThanBeforeAreRefused(String edit) throws IOException {
    var run = interrupted();
    var facts = run.resolve("run.json");
    var settings = Files.readString(facts);
    int from = settings.indexOf("\"settings\"");
    var parts = edit.split("\\|");
    var edited = settings.substring(0, from) + settings.substring(from).replace(parts[0], parts[1]);
    assertThat(edited).isNotEqualTo(settings);
    WholeFiles.write(facts, edited);

    var resumed = Cli.run("train", "--resume", run);

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err())
        .isEqualToNormalizingNewlines(
            facts
                + ": expected the settings that the run was started with, got others.\n"
                + "  Fix: bring the file back as it was, or start another run with 'fovea"
                + " train'.\n");
  }

  @Test
  void theCommandGoesOnInTheSameFolder() throws IOException {
    var run = interrupted();

    var resumed = Cli.run("train", "--resume", folder.resolve("stopped").resolve("last"), "--json");

    assertThat(resumed.code()).isZero();
    assertThat(resumed.json().get("epochs").asInt()).isEqualTo(3);
    assertThat(Path.of(resumed.json().get("run").asText())).isEqualTo(run);
    assertThat(Files.readAllLines(run.resolve("history.csv")))
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .containsExactly("epoch", "1", "2", "3");
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
    Files.delete(run.resolve("model.keras"));

    var resumed = Cli.run("train", "--resume", run, "--json");

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(Files.readAllLines(run.resolve("history.csv"))).hasSize(4);
    assertThat(Files.exists(run.resolve(".lock"))).isFalse();
  }

  /// As a kill leaves it while the test part is measured, and with a file half written.
  @Test
  void aRunThatWasOnlyToBeMeasuredGetsItsResult() throws IOException {
    var run = interrupted("Epoch 3/3", LENET);
    assertThat(Cli.run("train", "--resume", run).code()).isZero();
    var finished = RunContents.of(run);
    var trained = interrupted("Epoch 3/3", LENET);
    var facts = Files.readString(trained.resolve("run.json"));
    WholeFiles.write(trained.resolve("run.json"), facts.replace("\"interrupted\"", "\"trained\""));
    Files.writeString(trained.resolve(".best.keras.x.part"), "half");
    Files.writeString(trained.resolve("checkpoint").resolve(".phase-0.fovea.x.part"), "half");
    assertThat(Cli.run("train", "--resume", trained).code()).isZero();
    assertThat(RunContents.of(trained)).isEqualTo(finished);
  }

  @Test
  void aRunKilledBeforeItsFirstStepGoesOn() throws IOException {
    var run = interrupted();
    var facts = Files.readString(run.resolve("run.json"));
    var young = Files.createDirectory(folder.resolve("young"));
    WholeFiles.write(young.resolve("run.json"), facts.replace("\"interrupted\"", "\"running\""));
    assertThat(Cli.run("train", "--resume", young).code()).isZero();
    assertThat(Cli.run("train", "--resume", run).code()).isZero();
    assertThat(RunContents.of(young)).isEqualTo(RunContents.of(run));
  }

  @Test
  void whatWasLeftByKilledProcessesGoes() throws IOException {
    var runs = Files.createDirectory(folder.resolve("runs"));
    Files.createDirectory(runs.resolve(".20260131-174502-lenet5.part"));
    Files.createSymbolicLink(runs.resolve(".last.x.part"), Path.of("nowhere"));
    assertThat(Cli.run("train", "--limit", 40, "--epochs", 1, "--out", runs).code()).isZero();
    var run = RunFolder.of(runs.resolve("last"));
    try (var files = Files.list(runs)) {
      assertThat(files)
          .containsOnly(
              runs.resolve(".lock"), runs.resolve("last"), runs.resolve(run.path().getFileName()));
    }
    Files.createDirectory(run.file("checkpoint")); // killed while it was forgotten
    assertThat(Cli.run("train", "--resume", run).err()).contains("finished");
    assertThat(run.file("checkpoint")).doesNotExist();
  }

  @Test
  void aRunWhoseRowsAreGoneDoesNotGoOn() throws IOException {
    var run = interrupted("Epoch 3/3", LENET);
    Files.delete(run.resolve("history.csv"));
    var resumed = Cli.run("train", "--resume", run);
    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err())
        .contains("history.csv: expected the rows of the epochs before, ", " bytes, got none.");
  }

  @Test
  void aRunWhoseFolderIsGoneEnds() throws IOException {
    var told = new ByteArrayOutputStream();
    var runs = folder.resolve("removed");
    var removing =
        new PrintStream(
            new FilterOutputStream(told) {
              @Override
              public void write(byte[] bytes, int from, int count) throws IOException {
                super.write(bytes, from, count);
                var last = runs.resolve("last");
                if (told.toString(StandardCharsets.UTF_8).contains("Epoch 3/3")
                    && Files.exists(last)) {
                  RunFolder.of(last).delete();
                }
              }
            },
            true,
            StandardCharsets.UTF_8);
    var words = new ArrayList<String>(List.of("train", "--out", runs.toString()));
    Stream.of(LENET).map(String::valueOf).forEach(words::add);
    int code = Main.run(words.toArray(String[]::new), removing, removing);
    assertThat(code).isEqualTo(1);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("\n  Fix: ").doesNotContain("\tat ");
    try (var left = Files.list(runs)) {
      assertThat(left.filter(Files::exists)).containsExactly(runs.resolve(".lock"));
    }
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
