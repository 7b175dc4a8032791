// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.loss.BinaryCrossentropy;
import io.fovea.loss.BinaryFocal;
import io.fovea.loss.CategoricalCrossentropy;
import io.fovea.loss.CategoricalFocal;
import io.fovea.loss.Loss;
import io.fovea.loss.SparseCategoricalCrossentropy;
import io.fovea.metric.Accuracy;
import io.fovea.metric.Auc;
import io.fovea.metric.BinaryAccuracy;
import io.fovea.metric.Metric;
import io.fovea.metric.Precision;
import io.fovea.metric.Recall;
import io.fovea.metric.TopK;
import io.fovea.nn.Ending;
import io.fovea.nn.Network;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Whether an output, its loss, its metrics and its labels mean the same thing: what fits by shape
/// alone may still be scores taken for probabilities. What can never be right is refused, what is
/// only surely suspicious is said.
final class Meaning {
  /// How a loss reads predictions.
  ///
  /// @param call its name
  /// @param yesOrNo whether each output is a question of its own, rather than all outputs one choice
  /// @param logits whether it takes them for scores
  private record Reading(String call, boolean yesOrNo, boolean logits) {
    String activation() {
      return yesOrNo ? "sigmoid()" : "softmax()";
    }
  }

  private Meaning() {}

  /// What is suspicious about an objective of a compiled model, said as warnings.
  static void warn(String where, Network network, int output, Objective objective) {
    var ending = Ending.of(network.graph(), network.graph().outputs().get(output));
    int channels = network.outputShapes().get(output).channels();
    var reading = reading(objective.loss());
    if (reading != null) {
      warnOfLoss(where, ending, channels, reading);
    }
    for (var metric : objective.metrics()) {
      warnOfMetric(where, channels, reading != null && reading.logits(), metric);
    }
  }

  private static void warnOfLoss(String where, Ending ending, int channels, Reading reading) {
    if (reading.logits() && (ending == Ending.SOFTMAX || ending == Ending.SIGMOID)) {
      String applied = ending == Ending.SOFTMAX ? "softmax" : "sigmoid";
      Warnings.say(
          where,
          reading.call()
              + "().fromLogits() takes the output for scores, but it comes out of a "
              + applied
              + ", which the loss applies once more",
          "leave out fromLogits(), or the " + applied + " of the last layer.");
    } else if (!reading.logits() && ending == Ending.SCORES) {
      Warnings.say(
          where,
          reading.call()
              + "() takes the output for probabilities, but the last layer has no"
              + " activation, so it gives scores",
          "add ." + reading.activation() + " to the last layer, or .fromLogits() to the loss.");
    } else if (reading.yesOrNo() && ending == Ending.SOFTMAX && channels > 1) {
      Warnings.say(
          where,
          "%s() asks each of the %d outputs a yes-or-no question, but a softmax makes them one choice"
              .formatted(reading.call(), channels),
          "use categoricalCrossentropy(), or sparseCategoricalCrossentropy() for class numbers; for"
              + " several right answers end the network in sigmoid().");
    }
  }

  private static void warnOfMetric(String where, int channels, boolean scores, Metric named) {
    var metric = named instanceof Metric.Named(var inner, _) ? inner : named;
    if (metric instanceof TopK(int k, _) && k >= channels) {
      Warnings.say(
          where,
          "%s counts whether the class is among the %d largest of %d outputs, which it always is"
              .formatted(named.name(), k, channels),
          "choose a smaller k, or leave the metric out.");
    }
    boolean half =
        switch (metric) {
          case BinaryAccuracy(double threshold) -> threshold == 0.5;
          case Precision(double threshold, _, _) -> threshold == 0.5;
          case Recall(double threshold, _, _) -> threshold == 0.5;
          case Accuracy _ -> channels == 1;
          case Auc _ -> true;
          default -> false;
        };
    if (scores && half) {
      Warnings.say(
          where,
          named.name()
              + " compares outputs with probabilities, but the loss takes them for scores"
              + " (fromLogits)",
          metric instanceof Auc
              ? "end the network in an activation, and leave out fromLogits()."
              : "use a metric with threshold 0, such as binaryAccuracy(0), or end the network in an"
                  + " activation, and leave out fromLogits().");
    }
  }

  /// Throws if an output can learn nothing: a softmax of a single number is 1.
  static void requireLearnable(String where, Network network) {
    for (var output : network.graph().outputs()) {
      if (output.shape().channels() == 1 && Ending.of(network.graph(), output) == Ending.SOFTMAX) {
        throw new ShapeException(
            where,
            "a softmax over at least 2 outputs",
            "a softmax over 1, which is always 1",
            "end the network in dense(1).sigmoid() for a yes-or-no question, or in one output per"
                + " class.");
      }
    }
  }

  /// Throws if classes are weighted that do not exist, or by what is no weight.
  static void requireWeights(
      String where, Network network, Objective objective, Map<Integer, Double> weights) {
    if (weights.isEmpty()) {
      return;
    }
    var output = network.outputShape();
    var labels = objective.loss().labelShape(output);
    boolean single = labels.rank() == 1 || labels.rank() == 2;
    if (!single) {
      throw new ShapeException(
          where,
          "one class per example, for class weights to mean something",
          "labels of shape " + labels.slice(1, labels.rank()),
          "leave out classWeights(...), or weigh examples with Dataset.weights(...).");
    }
    var reading = reading(objective.loss());
    int classes =
        output.channels() > 1 ? output.channels() : reading == null ? Integer.MAX_VALUE : 2;
    weights.forEach((number, weight) -> {
      if (number < 0 || number >= classes) {
        throw new DataException(
            where,
            classes == Integer.MAX_VALUE
                ? "class weights for classes from 0"
                : "class weights for classes from 0 to " + (classes - 1),
            "a weight for class " + number,
            "name classes by the numbers that their labels have.");
      }
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new DataException(
            where,
            "finite class weights of at least 0",
            weight + " for class " + number,
            "pass e.g. 2.0 for a class that counts twice.");
      }
    });
  }

  /// The labels that a loss can read, to be checked in every batch.
  ///
  /// @param call name of the loss
  /// @param most largest label; smallest is 0
  /// @param whole whether labels are class numbers
  /// @param ignored one more label that is allowed
  record Range(String call, int most, boolean whole, OptionalInt ignored) {
    /// Throws unless the first `count` labels are in range.
    void require(String where, float[] labels, int count) {
      for (int i = 0; i < count; i++) {
        float label = labels[i];
        boolean good =
            label >= 0 && label <= most && (!whole || label == (int) label)
                || ignored.isPresent() && label == ignored.getAsInt();
        if (!good) {
          throw new DataException(
              where,
              (whole ? "class numbers" : "labels") + " from 0 to " + most + " for " + call + "()",
              String.valueOf(label),
              whole
                  ? "correct the labels, or give the network as many outputs as there are classes."
                  : "use sparseCategoricalCrossentropy() for class numbers, or meanSquaredError()"
                      + " for amounts.");
        }
      }
    }
  }

  /// The labels that the loss of an output can read; null if it takes any.
  static @Nullable Range range(Loss loss, int channels) {
    if (loss instanceof SparseCategoricalCrossentropy sparse) {
      return new Range(call(loss), channels - 1, true, sparse.ignored());
    }
    return reading(loss) == null ? null : new Range(call(loss), 1, false, OptionalInt.empty());
  }

  private static @Nullable Reading reading(Loss loss) {
    return switch (loss) {
      case SparseCategoricalCrossentropy it -> new Reading(call(it), false, it.logits());
      case CategoricalCrossentropy it -> new Reading(call(it), false, it.logits());
      case CategoricalFocal it -> new Reading(call(it), false, it.logits());
      case BinaryCrossentropy it -> new Reading(call(it), true, it.logits());
      case BinaryFocal it -> new Reading(call(it), true, it.logits());
      default -> null;
    };
  }

  /// A loss as users write it, as far as it is about classes.
  static String said(Loss loss) {
    var reading = reading(loss);
    return call(loss) + "()" + (reading != null && reading.logits() ? ".fromLogits()" : "");
  }

  private static String call(Loss loss) {
    String type = loss.getClass().getSimpleName();
    return Character.toLowerCase(type.charAt(0)) + type.substring(1);
  }
}
