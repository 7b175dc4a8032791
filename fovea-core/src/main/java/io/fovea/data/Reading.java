package io.fovea.data;

import io.fovea.augment.BatchMixing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How examples are read, apart from which: the steps of a [Dataset] that select nothing.
///
/// @param shuffle see [Order#of]
/// @param stages changes of each example, in order
/// @param mixing change of whole batches, in training only
/// @param skipped where examples that cannot be read are noted; empty if they are errors
/// @param batch examples per batch, if that was chosen
/// @param prefetch batches that workers fill ahead
record Reading(
    int shuffle,
    List<Stage> stages,
    Optional<BatchMixing> mixing,
    Optional<Skipped> skipped,
    OptionalInt batch,
    int prefetch) {
  /// In order, unchanged; two batches ahead hide the odd slow example.
  static final Reading PLAIN =
      new Reading(
          Order.FIXED, List.of(), Optional.empty(), Optional.empty(), OptionalInt.empty(), 2);

  Reading {
    stages = List.copyOf(stages);
  }

  Reading shuffle(int shuffle) {
    return new Reading(shuffle, stages, mixing, skipped, batch, prefetch);
  }

  Reading stages(List<Stage> stages) {
    return new Reading(shuffle, stages, mixing, skipped, batch, prefetch);
  }

  Reading stage(Stage stage) {
    var list = new ArrayList<>(stages);
    list.add(stage);
    return stages(list);
  }

  Reading mixing(Optional<BatchMixing> mixing) {
    return new Reading(shuffle, stages, mixing, skipped, batch, prefetch);
  }

  Reading skipped(Optional<Skipped> skipped) {
    return new Reading(shuffle, stages, mixing, skipped, batch, prefetch);
  }

  Reading batch(OptionalInt batch) {
    return new Reading(shuffle, stages, mixing, skipped, batch, prefetch);
  }

  Reading prefetch(int prefetch) {
    return new Reading(shuffle, stages, mixing, skipped, batch, prefetch);
  }

  Reading forEvaluation() {
    return shuffle(Order.FIXED)
        .mixing(Optional.empty())
        .stages(stages.stream().filter(s -> !s.trainingOnly()).toList());
  }
}
