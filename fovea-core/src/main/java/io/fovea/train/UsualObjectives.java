// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.binaryCrossentropy;
import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.metric.Metrics.binaryAccuracy;

import io.fovea.data.Dataset;
import io.fovea.error.ShapeException;
import io.fovea.nn.Ending;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/// The losses and metrics of a model whose user named none: what its last layers and the labels say.
final class UsualObjectives {
  private static final System.Logger LOGGER = System.getLogger("io.fovea.train");

  private UsualObjectives() {}

  /// By the last layers alone; class numbers are the usual labels of a choice.
  ///
  /// @throws ShapeException if a last layer does not say what its numbers mean
  static List<Objective> of(String where, Network network) {
    var objectives = new ArrayList<Objective>();
    for (int i = 0; i < network.outputNames().size(); i++) {
      objectives.add(say(where, of(where, network, i, false), ending(network, i)));
    }
    return objectives;
  }

  /// The same objectives for data whose labels are rows of zeros and a one; else as they are.
  static List<Objective> on(String where, Network network, List<Objective> taken, Dataset data) {
    var labels = data.labelShapes();
    var objectives = new ArrayList<Objective>();
    for (int i = 0; i < taken.size(); i++) {
      var usual = taken.get(i);
      boolean rows = i < labels.size() && isRows(network.outputShapes().get(i), labels.get(i));
      var fitting = of(where, network, i, rows);
      objectives.add(
          fitting.loss().equals(usual.loss())
              ? usual
              : say(where, fitting, "labels that are rows"));
    }
    return objectives;
  }

  private static boolean isRows(Shape output, Shape label) {
    return label.equals(output.slice(1, output.rank()));
  }

  private static Objective of(String where, Network network, int i, boolean rows) {
    var name = network.outputNames().get(i);
    int channels = network.outputShapes().get(i).channels();
    var ending = Ending.of(network.graph(), network.graph().outputs().get(i));
    boolean choice = ending == Ending.SOFTMAX || ending == Ending.SCORES && !rows;
    if (choice && channels > 1) {
      var loss = sparseCategoricalCrossentropy();
      if (rows) {
        return Objective.output(name, categoricalCrossentropy(), accuracy());
      }
      return Objective.output(name, ending == Ending.SCORES ? loss.fromLogits() : loss, accuracy());
    }
    if (ending == Ending.SIGMOID) {
      return Objective.output(
          name, binaryCrossentropy(), channels == 1 ? accuracy() : binaryAccuracy());
    }
    throw new ShapeException(
        where,
        "an output that says what it learns: softmax(), sigmoid(), or scores of classes",
        name + " with " + ending(network, i) + (rows ? " and labels of the same shape" : ""),
        "name the loss: compile(optimizer, meanSquaredError()) for amounts.");
  }

  private static String ending(Network network, int i) {
    int channels = network.outputShapes().get(i).channels();
    return switch (Ending.of(network.graph(), network.graph().outputs().get(i))) {
      case SOFTMAX -> "a softmax over " + channels;
      case SIGMOID -> channels == 1 ? "a sigmoid" : channels + " sigmoids";
      case SCORES -> channels == 1 ? "a number" : channels + " numbers without an activation";
      case OTHER -> channels + " numbers of another kind";
    };
  }

  private static Objective say(String where, Objective taken, String reason) {
    LOGGER.log(
        Level.INFO,
        where
            + ": "
            + taken.output()
            + " learns by "
            + Meaning.said(taken.loss())
            + " and "
            + taken.metrics().getFirst().name()
            + ", as it has "
            + reason
            + ".");
    return taken;
  }
}
