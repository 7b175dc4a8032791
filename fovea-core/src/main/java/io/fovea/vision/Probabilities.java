// SPDX-License-Identifier: Apache-2.0
package io.fovea.vision;

import io.fovea.data.InputSpec;
import io.fovea.error.ShapeException;
import io.fovea.nn.Ending;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;

/// The outputs of a network as probabilities of classes.
///
/// @param ending what the network says that they are
record Probabilities(Ending ending) {
  /// Float32 probabilities of some thousand classes sum to 1 within this.
  private static final double ROUNDING = 1e-3;

  static Probabilities of(Model model) {
    var graph = model.network().graph();
    return new Probabilities(Ending.of(graph, graph.outputs().getFirst()));
  }

  /// Throws unless the outputs say what a picture shows.
  static void requireClasses(Model model, InputSpec spec) {
    var network = model.network();
    var shapes = network.outputShapes();
    if (shapes.size() != 1 || shapes.getFirst().rank() != 2) {
      throw new ShapeException(
          model.name(),
          "a network of one output [N, classes]",
          shapes.size() == 1 ? "one of " + shapes.getFirst() : "outputs " + network.outputNames(),
          shapes.size() == 1
              ? "end it in flatten() or globalAvgPool2d(), and dense(classes).softmax()."
              : "ask it with predictAll(...), or build a model to one of them.");
    }
    boolean yesOrNo = of(model).ending == Ending.SIGMOID || spec.labels().size() == 2;
    if (shapes.getFirst().channels() == 1 && !yesOrNo) {
      throw new ShapeException(
          model.name(),
          "probabilities or scores of classes",
          "a single number for each picture, and no names of two classes",
          "end the network in dense(1).sigmoid(), name two classes, or ask it with predict(...).");
    }
  }

  /// How many classes a network tells apart; a single number tells two.
  static int classes(Model model) {
    return Math.max(2, model.network().outputShape().channels());
  }

  /// The probability of each class.
  ///
  /// @param outputs of the network
  /// @param from where those of one picture begin
  /// @param count how many they are
  double[] of(Tensor outputs, int from, int count) {
    var values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = outputs.get(from + i);
    }
    if (count == 1) {
      double yes = ending == Ending.SIGMOID ? values[0] : 1 / (1 + Math.exp(-values[0]));
      return new double[] {1 - yes, yes};
    }
    return switch (ending) {
      case SOFTMAX, SIGMOID -> values;
      case SCORES -> softmax(values);
      case OTHER -> isDistribution(values) ? values : softmax(values);
    };
  }

  private static boolean isDistribution(double[] values) {
    double sum = 0;
    boolean negative = false;
    for (double value : values) {
      sum += value;
      negative |= value < 0;
    }
    return !negative && Math.abs(sum - 1) < ROUNDING;
  }

  private static double[] softmax(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    var values = new double[scores.length];
    double total = 0;
    for (int i = 0; i < scores.length; i++) {
      values[i] = Math.exp(scores[i] - largest);
      total += values[i];
    }
    for (int i = 0; i < scores.length; i++) {
      values[i] /= total;
    }
    return values;
  }
}
