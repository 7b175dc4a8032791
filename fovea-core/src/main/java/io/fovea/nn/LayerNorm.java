// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;

/// Layer normalization (Ba et al. 2016): each vector along the last axis to mean beta and deviation
/// gamma.
///
/// - input and output: `[N, ..., C]`
/// - parameters: `gamma [C]`, `beta [C]`
///
/// @param epsilon added to the variance
@CheckReturnValue
public record LayerNorm(double epsilon) implements Layer {
  /// Checks the number.
  public LayerNorm {
    Args.positive("LayerNorm.epsilon", epsilon);
  }

  /// Added to the variance.
  public LayerNorm epsilon(double epsilon) {
    return new LayerNorm(epsilon);
  }

  @Override
  public Node on(Node x) {
    var gamma = x.param("gamma", Initializers.ones(), x.channels());
    var beta = x.param("beta", Initializers.zeros(), x.channels());
    var centred = x.minus(x.mean(-1));
    var variance = centred.square().mean(-1);
    return centred.times(variance.plus(epsilon).pow(-0.5)).times(gamma).plus(beta);
  }

  @Override
  public String type() {
    return "LayerNormalization";
  }
}
