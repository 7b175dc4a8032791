// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.nio.file.Path;

/// All callbacks, for `import static io.fovea.train.Callbacks.*`.
///
/// Callbacks are values: the same one may serve many runs, even at once.
public final class Callbacks {
  private Callbacks() {}

  /// Ends training when a number has stopped getting better; see [EarlyStopping].
  ///
  /// @param monitor name in the logs, e.g. `val_loss`
  public static EarlyStopping earlyStopping(String monitor) {
    return EarlyStopping.of(monitor);
  }

  /// Lowers the learning rate when a number has stopped getting better; see [ReduceLearningRate].
  ///
  /// @param monitor name in the logs, e.g. `val_loss`
  public static ReduceLearningRate reduceLearningRate(String monitor) {
    return ReduceLearningRate.of(monitor);
  }

  /// Saves the model after each epoch; see [ModelCheckpoint].
  ///
  /// @param file name or pattern, e.g. `runs/{epoch:02d}.fovea`
  public static ModelCheckpoint modelCheckpoint(String file) {
    return ModelCheckpoint.of(file);
  }

  /// Saves the model after each epoch; see [ModelCheckpoint].
  public static ModelCheckpoint modelCheckpoint(Path file) {
    return ModelCheckpoint.of(file.toString());
  }

  /// Sets the learning rate before each epoch; see [LearningRateScheduler].
  public static LearningRateScheduler learningRateScheduler(LearningRateScheduler.Rule rule) {
    return new LearningRateScheduler(rule);
  }

  /// Writes the numbers of each epoch to a CSV file; see [CsvLog].
  public static CsvLog csvLog(Path file) {
    return CsvLog.of(file);
  }

  /// Ends training as soon as the loss is no longer a finite number.
  public static TerminateOnNan terminateOnNan() {
    return new TerminateOnNan();
  }

  /// Calls a lambda after each epoch.
  public static OnEpochEnd onEpochEnd(OnEpochEnd.Action action) {
    return new OnEpochEnd(action);
  }

  /// Calls a lambda after each step.
  public static OnBatchEnd onBatchEnd(OnBatchEnd.Action action) {
    return new OnBatchEnd(action);
  }

  /// Shows progress; see [ProgressBar].
  ///
  /// @param out where to, e.g. a `PrintStream`
  /// @param terminal whether a line there can be overwritten
  public static ProgressBar progressBar(Appendable out, boolean terminal) {
    return ProgressBar.of(out, terminal);
  }
}
