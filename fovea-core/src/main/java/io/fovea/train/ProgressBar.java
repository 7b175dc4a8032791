// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.system.Terminal;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Shows how training goes on, as Keras does, with images per second.
///
/// On a terminal, one line per epoch that grows: `23/63 ━━━━━━━━━━━━━━━━━━━━ 4s 101ms/step - 317
/// img/s - accuracy: 0.9113 - loss: 0.2861`, with the remaining time, at the end with the time
/// taken. Where the terminal is narrower, the bar is shorter, and what is least important is left out
/// until the epoch is over; then all is said, on more lines if need be. Elsewhere, one plain line
/// after each epoch.
///
/// @param out where to
/// @param terminal whether a line there can be overwritten
/// @param columns of the terminal, asked for each line, as windows change their size
/// @param clock in nanoseconds, for tests
public record ProgressBar(Appendable out, boolean terminal, IntSupplier columns, LongSupplier clock)
    implements Callback {
  private static final long REDRAW_NANOS = 50_000_000;
  private static final double NANOS = 1e9;

  /// Progress by the system's clock, as wide as the terminal is.
  public static ProgressBar of(Appendable out, boolean terminal) {
    return new ProgressBar(out, terminal, Terminal::columns, System::nanoTime);
  }

  @Override
  public Callback start(Run run) {
    return new Watch(this);
  }

  /// Remaining time in Keras' form: `7s`, `2:05`, `1:02:05`.
  public static String remaining(double seconds) {
    long s = Math.round(seconds);
    if (s > 3600) {
      return "%d:%02d:%02d".formatted(s / 3600, s % 3600 / 60, s % 60);
    }
    return s > 60 ? "%d:%02d".formatted(s / 60, s % 60) : s + "s";
  }

  /// Time of a step: `2s/step`, `41ms/step`, `350us/step`.
  static String perStep(double seconds) {
    if (seconds >= 1 || seconds == 0) {
      return String.format(Locale.ROOT, "%.0fs/step", seconds);
    }
    return seconds >= 1e-3
        ? String.format(Locale.ROOT, "%.0fms/step", seconds * 1e3)
        : String.format(Locale.ROOT, "%.0fus/step", seconds * 1e6);
  }

  /// Draws the epochs of one run. Mutable.
  private static final class Watch implements Callback {
    private final ProgressBar bar;
    private long begun;
    private long firstStepDone;
    private long lastStepDone;
    private long drawn;
    private int epoch;
    private int steps;
    private int shown;

    Watch(ProgressBar bar) {
      this.bar = bar;
    }

    @Override
    public Memory memory() {
      return steps == 0
          ? Memory.EMPTY
          : Memory.EMPTY
              .with("epoch", epoch)
              .with("steps", steps)
              .with("nanos", lastStepDone - begun)
              .with("nanosToFirst", firstStepDone - begun);
    }

    @Override
    public void recall(Run run, Memory memory) {
      if (!memory.isEmpty()) {
        onEpochBegin(run, memory.count("epoch"));
        steps = memory.count("steps");
        lastStepDone = begun;
        begun -= (long) memory.number("nanos");
        firstStepDone = begun + (long) memory.number("nanosToFirst");
      }
    }

    @Override
    public void onEpochBegin(Run run, int epoch) {
      this.epoch = epoch;
      begun = bar.clock.getAsLong();
      drawn = begun - REDRAW_NANOS;
      steps = 0;
      shown = 0;
      if (run.fit().epochs() > 1) {
        write("Epoch " + (epoch + 1) + "/" + run.fit().epochs() + "\n");
      }
    }

    @Override
    public void onBatchEnd(Run run, int step, Logs logs) {
      long now = bar.clock.getAsLong();
      steps = step + 1;
      lastStepDone = now;
      if (steps == 1) {
        firstStepDone = now;
      }
      if (bar.terminal && now - drawn >= REDRAW_NANOS && steps < run.steps()) {
        drawn = now;
        draw(line(run, remaining(secondsPerStep() * (run.steps() - steps)), logs).cut(room()));
      }
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      double seconds = (bar.clock.getAsLong() - begun) / NANOS;
      var line = line(run, String.format(Locale.ROOT, "%.0fs", seconds), logs);
      if (bar.terminal) {
        var first = line.cut(room());
        draw(first);
        line.rest(first, room()).forEach(rest -> write("\n" + rest));
        write("\n");
      } else {
        write(line.plain() + "\n");
      }
      steps = 0; // a saved model is the same however long its epoch took
    }

    @Override
    public void onTrainEnd(Run run) {
      if (bar.terminal && steps > 0) {
        write("\n"); // behind an epoch that was cut short
      }
    }

    private ProgressLine line(Run run, String time, Logs logs) {
      int all = run.steps();
      String count = "%" + String.valueOf(all).length() + "d/%d";
      var values = new ArrayList<String>();
      logs.values().forEach((name, v) -> values.add("%s: %s".formatted(name, Numbers.brief(v))));
      return new ProgressLine(
          count.formatted(steps, all),
          (double) steps / all,
          time,
          perStep(secondsPerStep()),
          Math.round(imagesPerSecond(run)) + " img/s",
          values);
    }

    // the last column stays free, as a terminal begins the next line when it is written
    private int room() {
      return Math.max(1, bar.columns.getAsInt() - 1);
    }

    // the first step prepares everything, so it says nothing about the others
    private double secondsPerStep() {
      return steps > 1
          ? (lastStepDone - firstStepDone) / NANOS / (steps - 1)
          : (lastStepDone - begun) / NANOS;
    }

    // of the same steps as the time per step
    private double imagesPerSecond(Run run) {
      int batch = run.fit().batch();
      long images = Math.min((long) steps * batch, run.examples());
      double seconds = secondsPerStep() * Math.max(1, steps - 1);
      return seconds > 0 ? (steps > 1 ? images - batch : images) / seconds : 0;
    }

    private void draw(ProgressLine line) {
      // not beyond the line, should the window have become narrower
      int wiped = Math.max(0, Math.min(shown, room()) - line.width());
      write("\r" + line.drawn(charset()) + " ".repeat(wiped));
      shown = line.width();
    }

    private Charset charset() {
      return bar.out instanceof PrintStream stream ? stream.charset() : StandardCharsets.UTF_8;
    }

    private void write(String text) {
      try {
        bar.out.append(text);
        if (bar.out instanceof Flushable flushable) {
          flushable.flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
