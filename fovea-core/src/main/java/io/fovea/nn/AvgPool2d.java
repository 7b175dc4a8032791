// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Op;

/// Mean value of each window, channel by channel; padding does not count.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', C]`, sizes as in [Conv]
///
/// @param size size of the window, in pixels
/// @param sliding stride (by default the size of the window) and padding
@CheckReturnValue
public record AvgPool2d(Size size, Sliding sliding) implements Layer, Slides<AvgPool2d> {
  /// Refuses null.
  public AvgPool2d {
    Args.given("AvgPool2d.sliding", sliding);
  }

  @Override
  public AvgPool2d sliding(Sliding sliding) {
    return new AvgPool2d(size, sliding);
  }

  @Override
  public Node on(Node x) {
    return x.op(new Op.AvgPool(sliding.on(x, "AvgPool2d", size)));
  }

  @Override
  public String type() {
    return "AveragePooling2D";
  }
}
