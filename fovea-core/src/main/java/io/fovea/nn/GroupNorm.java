// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;

/// Group normalization (Wu & He 2018): each group of neighbouring channels of an example to mean 0
/// and deviation 1, then each channel to mean beta and deviation gamma.
///
/// - input and output: `[N, ..., C]`
/// - parameters: `gamma [C]`, `beta [C]`
///
/// @param groups of channels; divides `C`
/// @param epsilon added to the variance
@CheckReturnValue
public record GroupNorm(int groups, double epsilon) implements Layer {
  /// Checks the numbers.
  public GroupNorm {
    Args.positive("GroupNorm.groups", groups);
    Args.positive("GroupNorm.epsilon", epsilon);
  }

  /// Added to the variance.
  public GroupNorm epsilon(double epsilon) {
    return new GroupNorm(groups, epsilon);
  }

  @Override
  public Node on(Node x) {
    int channels = x.channels();
    if (channels % groups != 0) {
      throw new ShapeException(
          x.path(),
          "groupNorm(" + groups + ") to have groups that divide the channels",
          channels + " channels",
          "use a divisor of " + channels + ".");
    }
    int places = 1;
    for (int axis = 1; axis < x.shape().rank() - 1; axis++) {
      places *= x.shape().get(axis);
    }
    var grouped = x.reshape(Shape.OPEN, places, groups, channels / groups);
    var centred = grouped.minus(grouped.mean(1, 3));
    var variance = centred.square().mean(1, 3);
    var normal = centred.times(variance.plus(epsilon).pow(-0.5)).reshape(x.shape().toArray());
    var gamma = x.param("gamma", Initializers.ones(), channels);
    var beta = x.param("beta", Initializers.zeros(), channels);
    return normal.times(gamma).plus(beta);
  }

  @Override
  public String type() {
    return "GroupNormalization";
  }
}
