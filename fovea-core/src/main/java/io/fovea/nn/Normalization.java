// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.tensor.Tensor;

/// `(x - mean) / max(sqrt(variance), 1e-7)`, channel by channel, with given statistics.
///
/// - input and output: `[N, ..., C]`
///
/// @param mean `[C]`
/// @param variance `[C]`
public record Normalization(Tensor mean, Tensor variance) implements Layer {
  /// Refuses null.
  public Normalization {
    Args.given("Normalization.mean", mean);
    Args.given("Normalization.variance", variance);
  }

  private static final double LEAST_DEVIATION = 1e-7;

  @Override
  public Node on(Node x) {
    return normalized(x, x.literal(mean), x.literal(variance));
  }

  static Node normalized(Node x, Node mean, Node variance) {
    return x.minus(mean).over(variance.sqrt().max(x.fill(LEAST_DEVIATION)));
  }
}
