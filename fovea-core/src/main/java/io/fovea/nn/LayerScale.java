// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;

/// Times a trained number per channel that starts small, so that a residual branch comes in slowly
/// (Touvron et al. 2021, "Going deeper with image transformers", section 2).
///
/// - input and output: `[N, ..., C]`
/// - parameters: `gamma [C]`
///
/// @param initial first value of all factors, above 0
public record LayerScale(double initial) implements Layer {
  /// Checks the number.
  public LayerScale {
    Args.positive("LayerScale.initial", initial);
  }

  @Override
  public Node on(Node x) {
    return x.times(x.param("gamma", Initializers.constant(initial), x.channels()));
  }
}
