// SPDX-License-Identifier: Apache-2.0
package io.fovea.ops;

import io.fovea.engine.Engines;
import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import io.fovea.graph.Graph;
import io.fovea.graph.Passes;
import io.fovea.graph.Variable;
import io.fovea.nn.AvgPool2d;
import io.fovea.nn.Concatenate;
import io.fovea.nn.Conv;
import io.fovea.nn.DepthwiseConv2d;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.MaxPool2d;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Layers as plain functions of numbers: what a layer answers, with filters made by hand.
///
/// ```java
/// Tensor maps = Ops.conv2d(images, filters, c -> c.same());
/// Tensor smaller = Ops.maxPool(maps, 2);
/// Tensor means = Ops.apply(globalAvgPool2d(), smaller);
/// ```
///
/// Each call describes the layer, makes a plan on the best engine, runs it once as in prediction
/// (dropout does nothing), and drops it: right for looking at things, slow as a loop over small
/// inputs, for which a `Model` keeps its plan.
public final class Ops {
  private Ops() {}

  /// What a layer makes of `x`.
  ///
  /// @param x `[N, ...]`, as the layer takes it
  /// @param parameters the layer's parameters and states, in the order in which it documents them
  /// @throws ShapeException if `x` or a parameter does not fit the layer
  public static Tensor apply(Layer layer, Tensor x, Tensor... parameters) {
    var network = Network.to(input(x).then(layer));
    var variables = network.variables();
    if (variables.size() != parameters.length) {
      throw new IllegalArgumentException(
          FoveaException.format(
              "Ops.apply",
              variables.isEmpty()
                  ? layer.type() + " to get no parameters, as it has none"
                  : "one tensor for each of " + variables + " of " + layer.type(),
              parameters.length + " tensors",
              "pass them behind the input, in this order."));
    }
    for (int i = 0; i < parameters.length; i++) {
      give(variables.get(i), parameters[i]);
    }
    return run(network.graph(), List.of(x));
  }

  private static void give(Variable variable, Tensor values) {
    if (!variable.shape().equals(values.shape())) {
      throw new ShapeException(
          variable.path(),
          "a tensor of shape " + variable.shape(),
          values.shape().toString(),
          "give each parameter the shape that the layer documents.");
    }
    variable.write(values.toArray());
  }

  /// What a joining layer makes of several values: `join(add(), a, b)`.
  ///
  /// @param first `[N, ...]`
  /// @param others as many examples, shapes as the layer takes them
  /// @throws ShapeException if the shapes do not fit together
  public static Tensor join(Join join, Tensor first, Tensor... others) {
    var all = new ArrayList<>(List.of(first));
    var x = input(first);
    var nodes = new ArrayList<Node>();
    for (var other : others) {
      sameExamples(first, other);
      all.add(other);
      nodes.add(x.input("input", withoutExamples(other)));
    }
    return run(Network.to(x.join(join, nodes.toArray(Node[]::new))).graph(), all);
  }

  private static void sameExamples(Tensor first, Tensor other) {
    if (other.shape().rank() == 0 || other.shape().get(0) != first.shape().get(0)) {
      throw new ShapeException(
          "Ops.join",
          "tensors of as many examples as the first, " + first.shape().get(0),
          other.shape().toString(),
          "give all of them the same first axis.");
    }
  }

  /// Tensors behind one another along an axis; negative axes count from the end.
  public static Tensor concat(int axis, Tensor first, Tensor... others) {
    int rank = first.shape().rank();
    int at = axis < 0 ? axis + rank : axis;
    Args.check(
        at >= 0 && at < rank,
        "Ops.concat.axis",
        "an axis of " + first.shape(),
        axis,
        "count from 0, or from -1 backwards.");
    // an axis in front makes the batch axis one like the others
    var all = Stream.concat(Stream.of(first), Stream.of(others)).map(Ops::asExample).toList();
    var joined =
        join(
            new Concatenate(at + 1),
            all.getFirst(),
            all.subList(1, all.size()).toArray(Tensor[]::new));
    return joined.reshape(withoutBatch(joined.shape()));
  }

  private static Tensor asExample(Tensor x) {
    return x.reshape(Shape.of(1).then(x.shape()));
  }

  /// Convolution without padding, step by step.
  ///
  /// @param images `[N, H, W, C]`
  /// @param filters `[height, width, C, filters]`
  /// @return `[N, H', W', filters]`, sizes as in [Conv]
  public static Tensor conv2d(Tensor images, Tensor filters) {
    return conv2d(images, filters, c -> c);
  }

  /// Convolution with options: `conv2d(images, filters, c -> c.same().stride(2))`.
  ///
  /// @param images `[N, H, W, C]`
  /// @param filters `[height, width, C / groups, filters]`
  /// @param options what to change of [Conv]
  /// @return `[N, H', W', filters]`, sizes as in [Conv]
  public static Tensor conv2d(Tensor images, Tensor filters, UnaryOperator<Conv> options) {
    var f = fourAxes(filters, "[height, width, channels, filters]");
    return apply(
        options.apply(Layers.conv2d(f.get(3), f.get(0), f.get(1)).noBias()), images, filters);
  }

  /// One spatial filter (or several) per channel, without padding, step by step.
  ///
  /// @param images `[N, H, W, C]`
  /// @param filters `[side, side, C, multiplier]`
  /// @return `[N, H', W', C multiplier]`, sizes as in [Conv]
  public static Tensor depthwiseConv2d(Tensor images, Tensor filters) {
    return depthwiseConv2d(images, filters, c -> c);
  }

  /// One spatial filter (or several) per channel, with options.
  ///
  /// @param images `[N, H, W, C]`
  /// @param filters `[side, side, C, multiplier]`
  /// @param options what to change of [DepthwiseConv2d]
  /// @return `[N, H', W', C multiplier]`, sizes as in [Conv]
  public static Tensor depthwiseConv2d(
      Tensor images, Tensor filters, UnaryOperator<DepthwiseConv2d> options) {
    var f = fourAxes(filters, "[side, side, channels, multiplier]");
    var layer = Layers.depthwiseConv2d(f.get(0)).multiplier(f.get(3)).noBias();
    return apply(options.apply(layer), images, filters);
  }

  private static Shape fourAxes(Tensor filters, String axes) {
    if (filters.shape().rank() != 4) {
      throw new ShapeException(
          "Ops.filters", "4 axes " + axes, "shape " + filters.shape(), "reshape the filters.");
    }
    return filters.shape();
  }

  /// Largest value of each window, windows side by side.
  ///
  /// @param images `[N, H, W, C]`
  /// @param size side of the window, in pixels
  public static Tensor maxPool(Tensor images, int size) {
    return apply(Layers.maxPool2d(size), images);
  }

  /// Largest value of each window, with options: `maxPool(images, 3, p -> p.stride(2).same())`.
  ///
  /// @param images `[N, H, W, C]`
  /// @param size side of the window, in pixels
  public static Tensor maxPool(Tensor images, int size, UnaryOperator<MaxPool2d> options) {
    return apply(options.apply(Layers.maxPool2d(size)), images);
  }

  /// Mean of each window, windows side by side.
  ///
  /// @param images `[N, H, W, C]`
  /// @param size side of the window, in pixels
  public static Tensor avgPool(Tensor images, int size) {
    return apply(Layers.avgPool2d(size), images);
  }

  /// Mean of each window, with options.
  ///
  /// @param images `[N, H, W, C]`
  /// @param size side of the window, in pixels
  public static Tensor avgPool(Tensor images, int size, UnaryOperator<AvgPool2d> options) {
    return apply(options.apply(Layers.avgPool2d(size)), images);
  }

  /// Largest of each `size` neighbouring channels.
  ///
  /// @param x `[N, ..., C]`; `size` divides `C`
  /// @return `[N, ..., C / size]`
  public static Tensor depthwiseMaxPool(Tensor x, int size) {
    return apply(Layers.depthwiseMaxPool(size), x);
  }

  /// Mean of each `size` neighbouring channels.
  ///
  /// @param x `[N, ..., C]`; `size` divides `C`
  /// @return `[N, ..., C / size]`
  public static Tensor depthwiseAvgPool(Tensor x, int size) {
    return apply(Layers.depthwiseAvgPool(size), x);
  }

  private static Node input(Tensor x) {
    if (x.shape().rank() == 0 || x.elements() == 0) {
      throw new ShapeException(
          "Ops.input",
          "examples [N, ...], one or more",
          "shape " + x.shape(),
          "put an axis for the examples in front.");
    }
    return Layers.input(withoutExamples(x));
  }

  private static int[] withoutExamples(Tensor x) {
    return withoutBatch(x.shape()).toArray();
  }

  private static Shape withoutBatch(Shape shape) {
    return shape.slice(1, shape.rank());
  }

  private static Tensor run(Graph described, List<Tensor> inputs) {
    int examples = inputs.getFirst().shape().get(0);
    var graph = Passes.forInference(Passes.resolve(described.batch(examples), false));
    var result = graph.outputs().getFirst().shape();
    var values = new float[Math.toIntExact(result.elements())];
    try (var plan = Engines.best().compile(graph)) {
      for (int i = 0; i < inputs.size(); i++) {
        plan.feed(i, inputs.get(i).toArray());
      }
      plan.run(0);
      plan.fetch(0, values);
    }
    return Tensor.of(result, values);
  }
}
