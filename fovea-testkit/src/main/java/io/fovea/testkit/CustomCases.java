// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.CustomOp;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A user's op of two inputs and its gradients.
final class CustomCases {
  private CustomCases() {}

  static List<OpCase> all() {
    return List.of(of(1, 1), of(3, 7), of(2, 33));
  }

  private static OpCase of(int rows, int columns) {
    return OpCase.of(
        "[%d, %d]".formatted(rows, columns),
        new Op.Custom(new Weighed()),
        Operand.of("x", rows, columns),
        Operand.of("w", columns));
  }

  /// `y[n, c] = x[n, c]^3 w[c]`.
  private record Weighed() implements CustomOp {
    @Override
    public Shape shape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void run(List<Array> inputs, Array output) {
      double[] x = inputs.get(0).values();
      double[] w = inputs.get(1).values();
      Arrays.setAll(output.values(), i -> x[i] * x[i] * x[i] * w[i % w.length]);
    }

    @Override
    public Optional<CustomOp> gradient(int input) {
      return Optional.of(input == 0 ? new ForX() : new ForW());
    }
  }

  /// `dy, x, w, y -> 3 x^2 w dy`.
  private record ForX() implements CustomOp {
    @Override
    public Shape shape(List<Shape> inputs) {
      return inputs.get(1);
    }

    @Override
    public void run(List<Array> inputs, Array output) {
      double[] dy = inputs.get(0).values();
      double[] x = inputs.get(1).values();
      double[] w = inputs.get(2).values();
      Arrays.setAll(output.values(), i -> 3 * x[i] * x[i] * w[i % w.length] * dy[i]);
    }

    @Override
    public Optional<CustomOp> gradient(int input) {
      return Optional.empty();
    }
  }

  /// `dy, x, w, y -> sum over n of x^3 dy`.
  private record ForW() implements CustomOp {
    @Override
    public Shape shape(List<Shape> inputs) {
      return inputs.get(2);
    }

    @Override
    public void run(List<Array> inputs, Array output) {
      double[] dy = inputs.get(0).values();
      double[] x = inputs.get(1).values();
      double[] sums = output.values();
      Arrays.fill(sums, 0);
      for (int i = 0; i < x.length; i++) {
        sums[i % sums.length] += x[i] * x[i] * x[i] * dy[i];
      }
    }

    @Override
    public Optional<CustomOp> gradient(int input) {
      return Optional.empty();
    }
  }
}
