package io.fovea.data;

import java.util.ArrayList;
import java.util.List;

/// How examples are read, apart from which: the steps of a [Dataset] that select nothing.
///
/// @param shuffle see [Order#of]
/// @param stages changes of each example, in order
/// @param batchSize examples per batch unless training says otherwise
/// @param prefetch batches that workers fill ahead
record Reading(int shuffle, List<Stage> stages, int batchSize, int prefetch) {
  /// In order, unchanged; Keras' batch size; two batches ahead hide the odd slow example.
  static final Reading PLAIN = new Reading(Order.FIXED, List.of(), 32, 2);

  Reading {
    stages = List.copyOf(stages);
  }

  Reading shuffle(int shuffle) {
    return new Reading(shuffle, stages, batchSize, prefetch);
  }

  Reading stages(List<Stage> stages) {
    return new Reading(shuffle, stages, batchSize, prefetch);
  }

  Reading stage(Stage stage) {
    var list = new ArrayList<>(stages);
    list.add(stage);
    return stages(list);
  }

  Reading batchSize(int batchSize) {
    return new Reading(shuffle, stages, batchSize, prefetch);
  }

  Reading prefetch(int prefetch) {
    return new Reading(shuffle, stages, batchSize, prefetch);
  }

  Reading forEvaluation() {
    return shuffle(Order.FIXED).stages(stages.stream().filter(s -> !s.trainingOnly()).toList());
  }
}
