// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.GraphRun;
import java.util.List;

/// Short ways to write examples that were computed by hand.
final class Hand {
  private Hand() {}

  /// The first result of an op on the reference engine.
  static float[] run(Op op, Tensor... inputs) {
    return results(op, inputs).getFirst().toArray();
  }

  /// All float32 results.
  static List<Tensor> results(Op op, Tensor... inputs) {
    return GraphRun.results(new ReferenceEngine(), op, inputs);
  }

  /// A sequence of one channel, `[1, width, 1]`.
  static Tensor line(float... values) {
    return Tensor.of(Shape.of(1, values.length, 1), values);
  }

  /// A filter of one channel for sequences, `[kernel, 1, 1]`.
  static Tensor filter(float... values) {
    return Tensor.of(Shape.of(values.length, 1, 1), values);
  }

  /// `first`, `first + 1`, ...
  static Tensor count(float first, int... sizes) {
    return Tensor.generate(Shape.of(sizes), i -> first + i);
  }

  static Tensor tensor(Shape shape, float... values) {
    return Tensor.of(shape, values);
  }

  static Window window(Axis... axes) {
    return new Window(List.of(axes));
  }

  static Window square(int kernel) {
    return window(Axis.of(kernel, 1), Axis.of(kernel, 1));
  }
}
