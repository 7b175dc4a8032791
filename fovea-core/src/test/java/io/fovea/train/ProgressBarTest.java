// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final long MILLI = 1_000_000;
  private static final Logs LOGS = new Logs(new TreeMap<>(Map.of("loss", 0.5, "accuracy", 0.0005)));

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger columns = new AtomicInteger(120);
  private final StringBuilder out = new StringBuilder();

  /// 100 examples in batches of 25; a step takes 100 ms, the first one 1 s.
  private void epoch(boolean terminal, int epochs) {
    var run = Runs.run(Runs.model(), Fit.epochs(epochs).batch(25));
    var watch = new ProgressBar(out, terminal, columns::get, clock::get).start(run);
    watch.onEpochBegin(run, 0);
    for (int step = 0; step < 4; step++) {
      clock.addAndGet((step == 0 ? 1000 : 100) * MILLI);
      watch.onBatchEnd(run, step, LOGS);
    }
    clock.addAndGet(700 * MILLI);
    watch.onEpochEnd(run, 0, LOGS);
  }

  @Test
  void elsewhereThanOnATerminalAnEpochIsALine() {
    epoch(false, 3);
    // 100 images in 1.3 s; validation, 0.7 s, counts for the time of the epoch only
    assertThat(out)
        .hasToString(
            "Epoch 1/3\n"
                + "4/4 - 2s - 100ms/step - 250 img/s - accuracy: 5.0000e-04 - loss: 0.5000\n");
  }

  /// Stopped after two steps, and resumed when the clock of another process stands elsewhere.
  @Test
  void aResumedEpochShowsTheTimeOfAllItsSteps() {
    var run = Runs.run(Runs.model(), Fit.epochs(3).batch(25));
    var bar = new ProgressBar(out, false, columns::get, clock::get);
    var stopped = bar.start(run);
    stopped.onEpochBegin(run, 0);
    clock.addAndGet(1000 * MILLI);
    stopped.onBatchEnd(run, 0, LOGS);
    clock.addAndGet(100 * MILLI);
    stopped.onBatchEnd(run, 1, LOGS);
    clock.set(-495_000 * MILLI);
    out.setLength(0);
    var resumed = bar.start(run);
    resumed.recall(run, stopped.memory());
    for (int step = 2; step < 4; step++) {
      clock.addAndGet(100 * MILLI);
      resumed.onBatchEnd(run, step, LOGS);
    }
    clock.addAndGet(700 * MILLI);
    resumed.onEpochEnd(run, 0, LOGS);
    assertThat(out)
        .hasToString(
            "Epoch 1/3\n"
                + "4/4 - 2s - 100ms/step - 250 img/s - accuracy: 5.0000e-04 - loss: 0.5000\n");
    assertThat(resumed.memory()).isEqualTo(Memory.EMPTY);
  }

  @Test
  void aTerminalShowsABarWithTheRemainingTime() {
    epoch(true, 1);
    String[] draws = out.toString().split("\r");
    assertThat(draws).hasSize(5);
    assertThat(draws[0]).isEmpty();
    assertThat(draws[1])
        .isEqualTo(
            "1/4 \033[32m━━━━━\033[0m\033[37m━━━━━━━━━━━━━━━\033[0m 3s 1s/step - 25 img/s"
                + " - accuracy: 5.0000e-04 - loss: 0.5000");
    assertThat(draws[2])
        .startsWith("2/4 \033[32m━━━━━━━━━━\033[0m\033[37m━━━━━━━━━━\033[0m 0s 100ms/step");
    assertThat(draws[4])
        .isEqualTo(
            "4/4 \033[32m━━━━━━━━━━━━━━━━━━━━\033[0m\033[37m\033[0m 2s 100ms/step - 250 img/s"
                + " - accuracy: 5.0000e-04 - loss: 0.5000\n");
  }

  @Test
  void aShorterLineWipesTheLongerOneBefore() {
    var run = Runs.run(Runs.model(), Fit.epochs(1).batch(25));
    var watch = new ProgressBar(out, true, columns::get, clock::get).start(run);
    watch.onEpochBegin(run, 0);
    clock.addAndGet(1000 * MILLI);
    watch.onBatchEnd(run, 0, LOGS);
    watch.onEpochEnd(run, 0, Logs.empty());
    String[] draws = out.toString().split("\r");
    assertThat(draws[2].strip().length()).isLessThan(draws[1].length());
    assertThat(draws[2]).hasSize(draws[1].length() + 1).endsWith(" \n");
  }

  @Test
  void drawsAtMostEveryFiftyMilliseconds() {
    var run = Runs.run(Runs.model(), Fit.epochs(1).batch(1));
    var watch = new ProgressBar(out, true, columns::get, clock::get).start(run);
    watch.onEpochBegin(run, 0);
    for (int step = 0; step < 100; step++) {
      clock.addAndGet(10 * MILLI);
      watch.onBatchEnd(run, step, LOGS);
    }
    // at 10, 60, 110, ... 960 ms
    assertThat(out.chars().filter(c -> c == '\r').count()).isEqualTo(20);
  }

  /// What is drawn over itself, without colors, padding included.
  private List<String> drawn() {
    return Arrays.stream(out.toString().split("\r"))
        .skip(1)
        .map(line -> line.replaceAll("\033\\[[0-9]*m", "").lines().findFirst().orElseThrow())
        .toList();
  }

  @Test
  void noDrawnLineReachesTheEdgeOfTheTerminal() {
    for (int width = 1; width <= 120; width++) {
      out.setLength(0);
      columns.set(width);
      epoch(true, 1);
      int room = Math.max(1, width - 1);
      assertThat(drawn()).hasSize(4).allMatch(line -> line.length() <= room);
    }
  }

  @Test
  void aNarrowerTerminalHasAShorterBarThenFewerFigures() {
    columns.set(80);
    epoch(true, 1);
    assertThat(drawn().getFirst())
        .isEqualTo(
            "1/4 ━━━━━━━━━━━━━━━ 3s 1s/step - 25 img/s - accuracy: 5.0000e-04 - loss: 0.5000");
    out.setLength(0);
    columns.set(60);
    epoch(true, 1);
    assertThat(drawn().getFirst())
        .isEqualTo("1/4 ━━━━━━━━━━━━━━ 3s - accuracy: 5.0000e-04 - loss: 0.5000");
    out.setLength(0);
    columns.set(20);
    epoch(true, 1);
    assertThat(drawn().getFirst()).isEqualTo("1/4 ━━━━━━━━━━━━ 3s");
  }

  @Test
  void whatWasLeftOutIsSaidWhenTheEpochIsOver() {
    columns.set(40);
    epoch(true, 1);
    assertThat(out.toString().replaceAll("\033\\[[0-9]*m", ""))
        .endsWith(
            "\r4/4 ━━━━━━━━━ 2s - accuracy: 5.0000e-04\n"
                + "  100ms/step - 250 img/s - loss: 0.5000\n");
  }

  @Test
  void aTerminalThatBecomesNarrowerGetsNoMoreBlanksThanItHasRoomFor() {
    var run = Runs.run(Runs.model(), Fit.epochs(1).batch(25));
    var watch = new ProgressBar(out, true, columns::get, clock::get).start(run);
    watch.onEpochBegin(run, 0);
    clock.addAndGet(1000 * MILLI);
    watch.onBatchEnd(run, 0, LOGS);
    columns.set(30);
    clock.addAndGet(1000 * MILLI);
    watch.onBatchEnd(run, 1, LOGS);
    assertThat(drawn().getLast()).hasSizeLessThanOrEqualTo(29);
  }

  @Test
  void whereLinesCannotBeWrittenTheBarIsPlain() {
    var bytes = new ByteArrayOutputStream();
    var ascii = new PrintStream(bytes, true, StandardCharsets.US_ASCII);
    var run = Runs.run(Runs.model(), Fit.epochs(1).batch(25));
    var watch = new ProgressBar(ascii, true, columns::get, clock::get).start(run);
    watch.onEpochBegin(run, 0);
    clock.addAndGet(1000 * MILLI);
    watch.onBatchEnd(run, 0, LOGS);
    assertThat(bytes.toString(StandardCharsets.US_ASCII))
        .startsWith("\r1/4 \033[32m#####\033[0m\033[37m---------------\033[0m 3s 1s/step");
  }

  @Test
  void timesReadAsInKeras() {
    assertThat(ProgressBar.remaining(7.4)).isEqualTo("7s");
    assertThat(ProgressBar.remaining(125)).isEqualTo("2:05");
    assertThat(ProgressBar.remaining(3725)).isEqualTo("1:02:05");
    assertThat(ProgressBar.perStep(2.2)).isEqualTo("2s/step");
    assertThat(ProgressBar.perStep(0.0414)).isEqualTo("41ms/step");
    assertThat(ProgressBar.perStep(0.00035)).isEqualTo("350us/step");
    assertThat(ProgressBar.perStep(0)).isEqualTo("0s/step");
  }
}
