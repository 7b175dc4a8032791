// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;

/// Largest or mean value of each group of neighbouring channels, pixel by pixel, so that what several
/// filters find becomes one map: whether any of them (max) or how much all of them (average).
///
/// - input: `[N, ..., C]`
/// - output: `[N, ..., C / size]`; channel `i` comes from channels `i size` to `i size + size - 1`
///
/// Of several equal largest values each gets an equal share of the slope.
///
/// @param size channels per group; divides `C`
/// @param largest whether the largest value is taken, rather than the mean
public record DepthwisePool(int size, boolean largest) implements Layer {
  /// Checks the size.
  public DepthwisePool {
    Args.positive("DepthwisePool.size", size);
  }

  @Override
  public Node on(Node x) {
    int channels = x.channels();
    if (channels % size != 0) {
      throw new ShapeException(
          x.path(),
          "channels that groups of " + size + " divide evenly",
          channels + " channels",
          "choose a size that divides " + channels + ".");
    }
    var front = x.shape().with(x.shape().rank() - 1, channels / size);
    var groups = x.reshape(front.then(Shape.of(size)).toArray());
    var pooled = largest ? groups.largest(-1) : groups.mean(-1);
    return pooled.reshape(front.toArray());
  }
}
