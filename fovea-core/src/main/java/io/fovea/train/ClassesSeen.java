// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.nn.Network;
import java.util.List;
import java.util.stream.IntStream;

/// Compares the classes of data with those that a network knows, and those of validation with those
/// of training.
final class ClassesSeen {
  /// Classes that a warning names.
  private static final int NAMED = 5;

  private ClassesSeen() {}

  /// Says so if data declares fewer classes than an output tells apart: more are refused.
  static void warnOfOutputs(
      String where, Network network, List<Objective> objectives, Dataset data) {
    for (int i = 0; i < Math.min(objectives.size(), data.labelShapes().size()); i++) {
      int outputs = network.outputShapes().get(i).channels();
      int classes = data.classesOf(i);
      if (classes > 0 && outputs > 1 && classes < outputs) {
        Warnings.say(
            where,
            "the data has %d classes, but %s tells %d apart"
                .formatted(classes, objectives.get(i).output(), outputs),
            "check that class numbers mean the same in both, or end the network in dense("
                + classes
                + ").");
      }
    }
  }

  /// Says so if validation holds classes that training never sees, as data sorted by class gives.
  static void warnOfSplit(String where, Dataset training, Dataset validation, double fraction) {
    if (training.classes() == 0 || training.labelShape().rank() > 0) {
      return; // no classes, or rows of zeros and a one
    }
    int[] seen = training.classCounts();
    int[] asked = validation.classCounts();
    var unseen =
        IntStream.range(0, seen.length)
            .filter(c -> asked[c] > 0 && seen[c] == 0)
            .mapToObj(training.classNames()::get)
            .toList();
    if (!unseen.isEmpty()) {
      var some = String.join(", ", unseen.subList(0, Math.min(NAMED, unseen.size())));
      Warnings.say(
          where,
          "validation(%s) takes the last part of the data, which holds %d classes that training"
                  .formatted(fraction, unseen.size())
              + " never sees: "
              + some
              + (unseen.size() > NAMED ? ", ..." : ""),
          "mix data that is sorted by class with mix(seed) first.");
    }
  }
}
