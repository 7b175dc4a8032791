// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.data.Dataset;
import io.fovea.error.Args;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How to train: `epochs(10).batch(32).validation(0.1)`.
///
/// @param epochs how many times to go through the data
/// @param batch examples per step; 0 for as many as [Dataset#batch(int)] says, 32 unless chosen
/// @param validationFraction share of the data, its last part, kept for validation; 0 for none
/// @param validationData validation data of its own
/// @param callbacks called in this order
/// @param classWeights weight of each class in the loss; classes not named weigh 1
/// @param shuffle whether examples come in a new order each epoch
/// @param seed of order, augmentation and dropout
/// @param workers threads that read and augment ahead of the step, 0 to do it in between; empty for
///     as many as suit the data, see [Dataset#workers]; at most 256
/// @param resumes whether training goes on behind the updates that the model has been through
@CheckReturnValue
public record Fit(
    int epochs,
    int batch,
    double validationFraction,
    Optional<Dataset> validationData,
    List<Callback> callbacks,
    Map<Integer, Double> classWeights,
    boolean shuffle,
    long seed,
    OptionalInt workers,
    boolean resumes) {
  /// Copies and checks.
  public Fit {
    Args.positive("fit.epochs", epochs);
    Args.notNegative("fit.batch", batch);
    Args.check(
        validationFraction >= 0 && validationFraction < 1,
        "fit.validation",
        "a fraction from 0 to below 1",
        validationFraction,
        "pass e.g. 0.1.");
    Args.within("fit.workers", workers.orElse(0), 0, Dataset.MOST_THREADS);
    callbacks = List.copyOf(callbacks);
    classWeights = Map.copyOf(classWeights);
  }

  /// This many times through the data, in its batches, with seed 42.
  public static Fit epochs(int epochs) {
    return new Fit(
        epochs, 0, 0, Optional.empty(), List.of(), Map.of(), true, 42, OptionalInt.empty(), false);
  }

  /// Examples per step, at least 1; a data set that chose its batches must say the same.
  public Fit batch(int batch) {
    Args.positive("fit.batch", batch);
    return new Fit(
        epochs,
        batch,
        validationFraction,
        validationData,
        callbacks,
        classWeights,
        shuffle,
        seed,
        workers,
        resumes);
  }

  /// With batches as the data wants them.
  ///
  /// @param where whose number this is, for messages: fit or evaluate
  /// @throws IllegalArgumentException if the two say different numbers
  Fit batchOf(String where, Dataset data) {
    int chosen = data.batch().orElse(batch);
    Args.check(
        batch == 0 || batch == chosen,
        where + ".batch",
        "the batches of " + chosen + " that the data set says",
        batch,
        "say it in one place: leave out batch(...) of " + where + " or of the data set.");
    return batch == 0 ? batch(data.batchSize()) : this;
  }

  /// Keeps the last part of the data for validation, chosen before shuffling.
  ///
  /// @param fraction from 0 to below 1
  public Fit validation(double fraction) {
    return new Fit(
        epochs,
        batch,
        fraction,
        Optional.empty(),
        callbacks,
        classWeights,
        shuffle,
        seed,
        workers,
        resumes);
  }

  /// Validates on this data.
  public Fit validation(Dataset data) {
    return new Fit(
        epochs,
        batch,
        0,
        Optional.of(data),
        callbacks,
        classWeights,
        shuffle,
        seed,
        workers,
        resumes);
  }

  /// Whether each epoch is validated.
  public boolean validates() {
    return validationFraction > 0 || validationData.isPresent();
  }

  /// Calls these too, after those already named.
  public Fit callbacks(Callback... more) {
    var all = new ArrayList<>(callbacks);
    all.addAll(List.of(more));
    return new Fit(
        epochs,
        batch,
        validationFraction,
        validationData,
        all,
        classWeights,
        shuffle,
        seed,
        workers,
        resumes);
  }

  /// Shows no progress; otherwise `fit` shows a bar on a terminal and a line per epoch elsewhere,
  /// unless a [ProgressBar] is among the callbacks.
  public Fit quiet() {
    return callbacks(DefaultProgress.Quiet.QUIET);
  }

  /// Weighs classes in the loss.
  ///
  /// @param weights by class number; classes not named weigh 1
  public Fit classWeights(Map<Integer, Double> weights) {
    return new Fit(
        epochs,
        batch,
        validationFraction,
        validationData,
        callbacks,
        weights,
        shuffle,
        seed,
        workers,
        resumes);
  }

  /// Leaves the examples in the order of the data.
  public Fit inOrder() {
    return new Fit(
        epochs,
        batch,
        validationFraction,
        validationData,
        callbacks,
        classWeights,
        false,
        seed,
        workers,
        resumes);
  }

  /// Another seed of order, augmentation and dropout.
  public Fit seed(long seed) {
    return new Fit(
        epochs,
        batch,
        validationFraction,
        validationData,
        callbacks,
        classWeights,
        shuffle,
        seed,
        workers,
        resumes);
  }

  /// Threads that read and augment ahead of the step.
  public Fit workers(int workers) {
    return new Fit(
        epochs,
        batch,
        validationFraction,
        validationData,
        callbacks,
        classWeights,
        shuffle,
        seed,
        OptionalInt.of(workers),
        resumes);
  }

  /// Goes on where a saved run ended: leaves out the epochs and steps that the model has been
  /// through, counts on in an epoch that was cut short, and tells callbacks what they remembered
  /// ([Model#progress]). With the same data and settings, a run that was stopped, saved as `.fovea`,
  /// loaded and resumed ends with the same bits and the same numbers as one that was not.
  ///
  /// Of a model that only knows its [Model#iterations], callbacks begin anew; that is logged.
  public Fit resuming() {
    return new Fit(
        epochs,
        batch,
        validationFraction,
        validationData,
        callbacks,
        classWeights,
        shuffle,
        seed,
        workers,
        true);
  }
}
