package io.fovea.nn;

import io.fovea.tensor.Tensor;

/// `(x - mean) / max(sqrt(variance), 1e-7)`, channel by channel, with given statistics.
///
/// - input and output: `[N, ..., C]`
///
/// @param mean `[C]`
/// @param variance `[C]`
public record Normalization(Tensor mean, Tensor variance) implements Layer {
  private static final double LEAST_DEVIATION = 1e-7;

  @Override
  public Node on(Node x) {
    var deviation = x.literal(variance).sqrt().max(x.fill(LEAST_DEVIATION));
    return x.minus(x.literal(mean)).over(deviation);
  }
}
