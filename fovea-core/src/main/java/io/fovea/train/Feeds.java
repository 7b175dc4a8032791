// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;

/// Checks that what a network is fed fits it.
final class Feeds {
  private Feeds() {}

  /// Throws unless there is an example shape for each input, and the right one.
  static void requireInputs(String where, Network network, List<Shape> examples) {
    var inputs = network.inputShapes();
    if (inputs.size() != examples.size()) {
      throw new ShapeException(
          where,
          "examples of " + inputs.size() + " inputs",
          examples.size() + " " + examples,
          "pass one tensor for each input, or join data sets with plusInputs(...).");
    }
    for (int i = 0; i < inputs.size(); i++) {
      var expected = withoutBatch(inputs.get(i));
      var example = examples.get(i);
      if (!expected.equals(example)) {
        throw new ShapeException(
            inputs.size() == 1 ? where : where + ", input " + i,
            "examples of shape " + expected,
            example.toString(),
            "resize the pictures or describe the network with input"
                + example.toString().replace('[', '(').replace(']', ')')
                + ".");
      }
    }
  }

  /// Throws if an input is one example without the axis of examples in front.
  static void requireBatches(String where, Network network, List<Tensor> inputs) {
    var shapes = network.inputShapes();
    for (int i = 0; i < Math.min(shapes.size(), inputs.size()); i++) {
      var example = shapes.get(i).slice(1, shapes.get(i).rank());
      if (inputs.get(i).shape().equals(example)) {
        throw new ShapeException(
            where,
            "examples " + shapes.get(i),
            "one example " + example + " without the axis N",
            "pass Tensor.stack(example), or several of them.");
      }
    }
  }

  /// Throws unless all inputs hold as many examples.
  static void requireSameCount(String where, List<Tensor> inputs) {
    var counts = inputs.stream().map(input -> input.shape().get(0)).toList();
    if (counts.stream().distinct().count() > 1) {
      throw new ShapeException(
          where,
          "as many examples for each input",
          counts.toString(),
          "pass the inputs of the same examples.");
    }
  }

  /// The data, its shapes and labels found to fit the network.
  static Dataset fitting(String where, Network network, List<Objective> objectives, Dataset data) {
    requireInputs(where, network, data.exampleShapes());
    var labels = data.labelShapes();
    if (labels.size() != objectives.size()) {
      throw new DataException(
          where,
          "labels for " + objectives.size() + " outputs",
          labels.size() + " " + labels,
          labels.size() < objectives.size()
              ? "join data sets with plusLabels(...)."
              : "leave out labels that no output learns.");
    }
    var checked = data;
    for (int i = 0; i < labels.size(); i++) {
      var output = network.outputShapes().get(i);
      var wanted = objectives.get(i).loss().labelShape(output);
      String at = labels.size() == 1 ? where : where + ", output " + objectives.get(i).output();
      requireLabels(at, withoutBatch(wanted), labels.get(i), output);
      if (wanted.rank() == 1 && output.channels() > 1) {
        checked = classes(at, checked, i, output.channels());
      }
    }
    return checked;
  }

  private static void requireLabels(String where, Shape wanted, Shape labels, Shape output) {
    if (!withoutOnes(wanted).equals(withoutOnes(labels))) {
      if (isUnflattened(output, labels)) {
        throw new DataException(
            where,
            "one prediction for each label " + labels,
            "an output of shape " + withoutBatch(output),
            "add flatten() or globalAvgPool2d() in front of the last layer.");
      }
      boolean rows = wanted.rank() == 1 && labels.elements() == 1;
      boolean numbers = wanted.rank() == 0 && labels.rank() == 1;
      throw new DataException(
          where,
          "labels of shape " + wanted,
          labels.toString(),
          rows
              ? "turn class numbers into rows with oneHot(" + wanted.elements() + ")."
              : numbers
                  ? "use the loss without sparse in its name, or as many outputs as labels."
                  : "give the network an output of the shape of its labels.");
    }
  }

  /// Whether an output has a place for every pixel, and a label is one class or one row.
  private static boolean isUnflattened(Shape output, Shape label) {
    return output.rank() > 2
        && (label.elements() == 1 || label.equals(Shape.of(output.channels())));
  }

  private static Dataset classes(String where, Dataset data, int label, int outputs) {
    int classes = data.classesOf(label);
    if (classes > outputs) {
      throw new DataException(
          where,
          "labels from 0 to " + (outputs - 1) + " for " + outputs + " outputs",
          classes + " classes",
          "end the network in dense(" + classes + ").softmax().");
    }
    return classes == 0 ? data.classesOf(label, outputs) : data;
  }

  private static List<Integer> withoutOnes(Shape shape) {
    return shape.sizes().stream().filter(size -> size != 1).toList();
  }

  private static Shape withoutBatch(Shape shape) {
    return shape.slice(1, shape.rank());
  }
}
