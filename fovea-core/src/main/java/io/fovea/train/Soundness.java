// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.graph.Variable;
import io.fovea.tensor.Finite;
import io.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sees to it that a network computes with numbers: what it is fed, its parameters and its state. One
/// NaN among them makes every result meaningless, and functions such as clip would even hide it.
final class Soundness {
  private Soundness() {}

  /// The first variable that does not hold finite numbers alone, as the end of "got ...".
  static Optional<String> unsound(List<Variable> variables) {
    var bad = variables.stream().filter(variable -> !variable.isFinite()).toList();
    if (bad.isEmpty()) {
      return Optional.empty();
    }
    var first = bad.getFirst();
    float[] values = first.read();
    int at = Finite.firstOther(values, values.length);
    String more = bad.size() == 1 ? "" : ", and in " + (bad.size() - 1) + " more";
    return Optional.of(
        at < 0 // too large for float32 alone
            ? "infinite numbers in " + first.path() + more
            : text(values[at]) + " in " + first.path() + " at " + index(first.shape(), at) + more);
  }

  /// Says which of the numbers in a file are none, and how many.
  static void say(Path file, List<Variable> variables) {
    unsound(variables)
        .ifPresent(first ->
            Warnings.say(
                file.toString(),
                "%s; %,d of its numbers are not finite, and a network with them predicts nothing"
                    .formatted(first, variables.stream().mapToLong(Soundness::notFinite).sum()),
                "take a file from before training went wrong, or train with a lower learning"
                    + " rate."));
  }

  private static long notFinite(Variable variable) {
    if (variable.isFinite()) {
      return 0;
    }
    long count = 0;
    for (float value : variable.read()) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }

  /// Throws unless all variables hold finite numbers.
  static void requireVariables(String where, List<Variable> variables) {
    var unsound = unsound(variables);
    if (unsound.isPresent()) {
      throw new IllegalStateException(
          FoveaException.format(
              where,
              "finite parameters and state",
              unsound.get(),
              "load weights from before training went wrong, or initialize(seed) and train with a"
                  + " lower learning rate."));
    }
  }

  /// Throws unless the first examples of a batch are finite.
  ///
  /// @param what e.g. "inputs" or "labels"
  /// @param count how many examples
  /// @param shape of one of them
  /// @param first number of the first one, for the message
  /// @param step of training, from 1; 0 if there is none
  static void requireFed(
      String where, String what, float[] values, int count, Shape shape, int first, long step) {
    int size = Math.toIntExact(shape.elements());
    int at = Finite.firstOther(values, count * size);
    if (at >= 0) {
      throw new DataException(
          where,
          "finite " + what,
          "%s in example %d%s%s"
              .formatted(
                  text(values[at]),
                  first + at / size,
                  step == 0 ? "" : " of step " + step,
                  shape.rank() == 0 ? "" : " at " + index(shape, at % size)),
          "look where the data is made: a division by 0, an empty cell, a failed reading.");
    }
  }

  static String text(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
  }

  private static List<Integer> index(Shape shape, int at) {
    var index = new ArrayList<Integer>();
    int rest = at;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index.addFirst(rest % shape.get(axis));
      rest /= shape.get(axis);
    }
    return index;
  }
}
