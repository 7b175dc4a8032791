// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.FormatException;
import io.fovea.error.FoveaException;
import io.fovea.file.WholeFile;
import io.fovea.metric.Metric.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Saves the model while it trains, after each epoch or every so many steps.
///
/// The file name may hold `{epoch}` (from 1), `{batch}` (from 1) and any name in the logs, with
/// Python's formats: `runs/{epoch:02d}-{val_loss:.2f}.fovea`. Missing folders are made; a file
/// appears whole or not at all.
///
/// @param file name or pattern; its ending chooses the format
/// @param monitor what `bestOnly` follows
/// @param direction which way is better; empty: the loss falls, a metric says itself
/// @param best whether only an improvement is saved
/// @param threshold what the first improvement has to beat
/// @param steps save after this many steps instead of after each epoch
@CheckReturnValue
public record ModelCheckpoint(
    String file,
    String monitor,
    Optional<Direction> direction,
    boolean best,
    OptionalDouble threshold,
    OptionalInt steps)
    implements Callback {
  private static final Pattern FIELD =
      Pattern.compile("\\{(\\w+)(?::(0?\\d*(?:\\.\\d+)?[dfe]?))?}");

  /// Checks the numbers.
  public ModelCheckpoint {
    threshold.ifPresent(value -> Args.finite("modelCheckpoint.threshold", value));
    steps.ifPresent(count -> Args.positive("modelCheckpoint.everySteps", count));
  }

  /// Saves after each epoch.
  public static ModelCheckpoint of(String file) {
    return new ModelCheckpoint(
        file, "val_loss", Optional.empty(), false, OptionalDouble.empty(), OptionalInt.empty());
  }

  /// Saves only when a number is better than ever before.
  ///
  /// @param monitor name in the logs, e.g. `val_accuracy`
  public ModelCheckpoint bestOnly(String monitor) {
    return new ModelCheckpoint(file, monitor, direction, true, threshold, steps);
  }

  /// What the first improvement has to beat.
  public ModelCheckpoint threshold(double value) {
    return new ModelCheckpoint(file, monitor, direction, best, OptionalDouble.of(value), steps);
  }

  /// Saves after this many steps instead of after each epoch; epochs do not end the count.
  public ModelCheckpoint everySteps(int count) {
    return new ModelCheckpoint(file, monitor, direction, best, threshold, OptionalInt.of(count));
  }

  /// Less is better, whatever the name.
  public ModelCheckpoint lowerIsBetter() {
    return new ModelCheckpoint(file, monitor, Optional.of(Direction.DOWN), best, threshold, steps);
  }

  /// More is better, whatever the name.
  public ModelCheckpoint higherIsBetter() {
    return new ModelCheckpoint(file, monitor, Optional.of(Direction.UP), best, threshold, steps);
  }

  @Override
  public Callback start(Run run) {
    var first = Path.of(FIELD.matcher(file).replaceAll("0"));
    ModelFormat.require(first);
    requireFile(first);
    var followed =
        best
            ? Optional.of(new Monitor("modelCheckpoint", monitor, direction, 0, threshold, run))
            : Optional.<Monitor>empty();
    return new Watch(this, followed);
  }

  private static void requireFile(Path file) {
    try {
      WholeFile.require(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file for an epoch and step.
  Path name(int epoch, OptionalInt step, Logs logs) {
    var values = new TreeMap<>(logs.values());
    values.put("epoch", epoch + 1.0);
    step.ifPresent(s -> values.put("batch", s + 1.0));
    return Path.of(
        FIELD
            .matcher(file)
            .replaceAll(field -> {
              var value = values.get(field.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    FoveaException.format(
                        "modelCheckpoint.file",
                        "one of " + values.keySet(),
                        field.group(),
                        "name a number of the logs."));
              }
              var format = Optional.ofNullable(field.group(2)).orElse("");
              return text(field.group(1), value, format);
            }));
  }

  private static String text(String name, double value, String format) {
    boolean count = name.equals("epoch") || name.equals("batch");
    if (format.isEmpty()) {
      return count ? String.format(Locale.ROOT, "%d", (int) value) : Numbers.shortest(value);
    }
    return Numbers.formatted(value, format);
  }

  /// Counts steps and epochs of one run. Mutable.
  private static final class Watch implements Callback {
    private final ModelCheckpoint rule;
    private final Optional<Monitor> monitor;
    private int epoch;
    private int stepsSinceSaving;

    Watch(ModelCheckpoint rule, Optional<Monitor> monitor) {
      this.rule = rule;
      this.monitor = monitor;
    }

    @Override
    public Memory memory() {
      var memory = Memory.EMPTY.with("epoch", epoch).with("steps", stepsSinceSaving);
      return monitor.map(followed -> followed.addTo(memory)).orElse(memory);
    }

    @Override
    public void recall(Run run, Memory memory) {
      monitor.ifPresent(followed -> followed.recall(memory));
      epoch = memory.count("epoch");
      stepsSinceSaving = memory.count("steps");
    }

    @Override
    public void onEpochBegin(Run run, int epoch) {
      this.epoch = epoch;
    }

    @Override
    public void onBatchEnd(Run run, int step, Logs logs) {
      stepsSinceSaving++;
      if (rule.steps.isPresent() && stepsSinceSaving >= rule.steps.getAsInt()) {
        stepsSinceSaving = 0;
        save(run, OptionalInt.of(step), logs);
      }
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      if (rule.steps.isEmpty()) {
        save(run, OptionalInt.empty(), logs);
      }
    }

    private void save(Run run, OptionalInt step, Logs logs) {
      if (Soundness.unsound(run.model().variables()).isPresent()) {
        return; // fit has said so; what was saved before is worth more
      }
      if (monitor.isPresent()) {
        var value = monitor.get().in(logs);
        if (value.isEmpty() || !monitor.get().improves(value.getAsDouble())) {
          return;
        }
        monitor.get().best(value.getAsDouble());
      }
      var file = rule.name(epoch, step, logs);
      makeFolder(file);
      run.model().save(file);
    }

    private static void makeFolder(Path file) {
      var folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        return;
      }
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new FormatException(
            folder.toString(),
            "a folder that can be made",
            e.toString(),
            "choose another place for modelCheckpoint.");
      }
    }
  }
}
