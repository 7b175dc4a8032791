// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.*;
import static io.fovea.nn.Layers.*;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.*;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.metric.Metric;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Callback;
import io.fovea.train.Fit;
import io.fovea.train.Logs;
import io.fovea.train.Memory;
import io.fovea.train.Model;
import io.fovea.train.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that is stopped, saved, loaded and resumed is the run that was not stopped: its parameters,
/// its rows, and what its callbacks do.
class ResumingTest {
  private static final int EPOCHS = 5;
  private static final int STEPS = 3;

  @TempDir Path folder;

  /// Nine random examples of three classes.
  private static final Dataset DATA =
      Dataset.of(
          Tensor.generate(Shape.of(9, 4), i -> Rng.of(7).normal(i)),
          Tensor.generate(Shape.of(9), i -> i % 3));

  private static final Metric[] METRICS = {
    accuracy(), auc(), precision(), recall(), f1(), meanIou(), confusionMatrix(), sparseTopK(2)
  };

  private static Model model() {
    return Model.of(input(4), dense(6).relu(), dropout(0.3), dense(3).softmax())
        .runOn(Engines.named("reference"))
        .compile(sgd(0.1).momentum(0.9), sparseCategoricalCrossentropy(), METRICS);
  }

  private static Fit fit(int epochs, Callback... callbacks) {
    return epochs(epochs).batch(3).validation(DATA).callbacks(callbacks);
  }

  /// Stops training after so many steps.
  private static Callback stopAfter(int steps) {
    return onBatchEnd((run, _, _) -> {
      if (run.model().iterations() == steps) {
        run.stop();
      }
    });
  }

  private Model reloaded(Model model) {
    var file = folder.resolve("stopped.fovea");
    model.save(file);
    return Model.load(file).runOn(Engines.named("reference"));
  }

  private static List<float[]> values(Model model) {
    return model.variables().stream().map(variable -> variable.read()).toList();
  }

  /// All callbacks that remember something, writing into a folder.
  private static Callback[] callbacks(Path folder) {
    return new Callback[] {
      modelCheckpoint(folder.resolve("steps-{epoch}-{batch}.fovea")).everySteps(2),
      reduceLearningRate("loss").minDelta(1000).patience(2),
      learningRateScheduler((_, rate) -> rate * 0.9),
      modelCheckpoint(folder.resolve("best.fovea")).bestOnly("val_loss"),
      csvLog(folder.resolve("rows.csv")),
      earlyStopping("val_loss").patience(3).restoreBest(),
      new Counting("counted")
    };
  }

  /// Somebody's own: notes how many steps it has seen, and their losses.
  private record Counting(String name) implements Callback {
    @Override
    public Callback start(Run run) {
      return new Callback() {
        private double steps;
        private double sum;
        private String last = "";

        @Override
        public Memory memory() {
          return Memory.EMPTY.with("counts", steps, sum).with("last", last);
        }

        @Override
        public void recall(Run resumed, Memory memory) {
          steps = memory.numbers("counts")[0];
          sum = memory.numbers("counts")[1];
          last = memory.text("last");
        }

        @Override
        public void onBatchEnd(Run now, int step, Logs logs) {
          steps++;
          sum += logs.value("loss");
          last = "step " + step;
        }

        @Override
        public void onEpochEnd(Run now, int epoch, Logs logs) {
          now.note(name, steps);
          now.note(name + "_sum", sum);
          now.note(name + "_last", last.length());
        }
      };
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    var bytes = new TreeMap<String, byte[]>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        bytes.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  private static void assertSameFiles(Path one, Path two) throws IOException {
    var expected = files(one);
    var got = files(two);
    assertThat(got.keySet()).isEqualTo(expected.keySet());
    got.forEach(
        (name, bytes) -> assertThat(Arrays.equals(bytes, expected.get(name))).as(name).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 8, 12, 14, 15})
  void theRunIsTheSameWhereverItIsStopped(int steps) throws IOException {
    var one = Files.createDirectory(folder.resolve("one"));
    var two = Files.createDirectory(folder.resolve("two"));
    var whole = model();
    var history = whole.fit(DATA, fit(EPOCHS, callbacks(one)).callbacks(stopAfter(0)));

    var stopped = model();
    stopped.fit(DATA, fit(EPOCHS, callbacks(two)).callbacks(stopAfter(steps)));
    var resumed = reloaded(stopped);
    var rest = resumed.fit(DATA, fit(EPOCHS, callbacks(two)).callbacks(stopAfter(0)).resuming());

    assertThat(values(resumed)).usingRecursiveComparison().isEqualTo(values(whole));
    int before = Math.min(steps / STEPS, history.epochs().size());
    assertThat(rest.epochs()).isEqualTo(history.epochs().subList(before, history.epochs().size()));
    assertSameFiles(one, two);
  }

  /// Each file that a callback saved, the others still waiting for the event, or not.
  @Test
  void theRunIsTheSameFromEachFileThatItSaved() throws IOException {
    for (int place = 0; place < 3; place += 2) {
      var one = Files.createDirectory(folder.resolve("one" + place));
      var saved = Files.createDirectory(folder.resolve("saved" + place));
      var whole = model();
      var history = whole.fit(DATA, fit(3, withSaves(one, saved, place)));
      for (var name : files(saved).keySet()) {
        var two = Files.createDirectory(folder.resolve("two" + place + name));
        copyRows(one, two);
        var resumed = Model.load(saved.resolve(name)).runOn(Engines.named("reference"));
        int done = (int) resumed.iterations();
        var rest = resumed.fit(DATA, fit(3, withSaves(two, two, place)).resuming());
        assertThat(values(resumed)).as(name).usingRecursiveComparison().isEqualTo(values(whole));
        assertThat(rest.last())
            .as(name)
            .isEqualTo(done == 3 * STEPS ? rest.last() : history.last());
        assertThat(two.resolve("rows.csv"))
            .as(name)
            .hasSameBinaryContentAs(one.resolve("rows.csv"));
        assertThat(two.resolve("best.fovea"))
            .as(name)
            .hasSameBinaryContentAs(one.resolve("best.fovea"));
      }
    }
  }

  /// @param place of the callbacks that save among those that remember
  private static Callback[] withSaves(Path folder, Path saved, int place) {
    var all = new ArrayList<>(List.of(callbacks(folder)));
    all.remove(0);
    int at = place * all.size() / 2;
    all.add(at, modelCheckpoint(saved.resolve("step-{epoch}-{batch}.fovea")).everySteps(1));
    all.add(at, modelCheckpoint(saved.resolve("epoch-{epoch}.fovea")));
    return all.toArray(Callback[]::new);
  }

  private static void copyRows(Path from, Path to) throws IOException {
    Files.copy(from.resolve("rows.csv"), to.resolve("rows.csv"));
    Files.copy(from.resolve("best.fovea"), to.resolve("best.fovea"));
  }

  @Test
  void aReducedLearningRateGoesOnFalling() {
    var falling = reduceLearningRate("loss").minDelta(1000).patience(2);
    var first = model();
    var rates = new ArrayList<>(first.fit(DATA, fit(3, falling)).values("learning_rate"));
    rates.addAll(reloaded(first).fit(DATA, fit(6, falling).resuming()).values("learning_rate"));
    assertThat(rates)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.1, 0.1, 0.1, 0.01, 0.01, 0.001);
  }

  @Test
  void aRunThatEndedEarlyStaysOver() {
    var early = earlyStopping("loss").minDelta(1000).patience(1).restoreBest();
    var first = model();
    first.fit(DATA, fit(6, early));
    var resumed = reloaded(first);
    assertThat(resumed.fit(DATA, fit(6, early).resuming()).epochs()).isEmpty();
    assertThat(values(resumed)).usingRecursiveComparison().isEqualTo(values(first));

    var longer = model();
    longer.fit(DATA, fit(6, early.patience(3)));
    resumed.fit(DATA, fit(6, early.patience(3)).resuming());
    assertThat(resumed.iterations()).isEqualTo(longer.iterations());
  }

  @Test
  void aCallbackThatWasNotThereBeginsWithTheEpoch() {
    var stopped = model();
    stopped.fit(DATA, fit(2, stopAfter(4)));
    var events = new ArrayList<String>();
    var watching =
        new Callback() {
          @Override
          public void onEpochBegin(Run run, int epoch) {
            events.add("begin " + epoch);
          }

          @Override
          public void onBatchEnd(Run run, int step, Logs logs) {
            events.add("step " + step);
          }
        };
    reloaded(stopped).fit(DATA, fit(2, watching).resuming());
    assertThat(events).containsExactly("begin 1", "step 1", "step 2");
  }

  @Test
  void anEpochOfAnotherLengthCannotGoOn() {
    var stopped = model();
    stopped.fit(DATA, fit(2, stopAfter(4)));
    assertThatThrownBy(() -> reloaded(stopped).fit(DATA, epochs(2).batch(9).resuming()))
        .hasMessage(
            "fit.resuming: expected the 3 steps of the epoch in which the run was stopped, got 1"
                + " steps.\n"
                + "  Fix: resume with the same data and batch, or train without resuming().");
  }
}
