// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Tensor;

/// Squared Euclidean distances from the input to given points (radial basis functions; LeCun et al.
/// 1998, "Gradient-based learning applied to document recognition", equation 7).
///
/// - input: `[N, C]`
/// - output: `[N, points]`
///
/// `y[i] = sum over c of (x[c] - centre[i, c])^2`
///
/// @param centres `[points, C]`
@CheckReturnValue
public record Rbf(Tensor centres) implements Layer {
  /// Refuses null.
  public Rbf {
    Args.given("Rbf.centres", centres);
  }

  @Override
  public Node on(Node x) {
    x.requireRank(2, "Rbf", "[N, C]", "put a flatten() before it.");
    if (centres.shape().rank() != 2 || centres.shape().channels() != x.channels()) {
      throw new ShapeException(
          x.path(),
          "centres [points, " + x.channels() + "], as the input has",
          centres.shape().toString(),
          "give each class a point with as many numbers as the input.");
    }
    var points = x.literal(centres);
    // |x - c|^2 = |x|^2 - 2 x c + |c|^2
    var lengths = points.square().sum(1).reshape(1, centres.shape().get(0));
    return x.matMul(points.transpose(1, 0)).times(-2).plus(lengths).plus(x.square().sum(1));
  }
}
