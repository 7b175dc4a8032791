// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Op;

/// Largest value of each window, channel by channel; padding never wins.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', C]`, sizes as in [Conv]
///
/// @param size size of the window, in pixels
/// @param sliding stride (by default the size of the window) and padding
@CheckReturnValue
public record MaxPool2d(Size size, Sliding sliding) implements Layer, Slides<MaxPool2d> {
  /// Refuses null.
  public MaxPool2d {
    Args.given("MaxPool2d.sliding", sliding);
  }

  @Override
  public MaxPool2d sliding(Sliding sliding) {
    return new MaxPool2d(size, sliding);
  }

  @Override
  public Node on(Node x) {
    return x.ops(new Op.MaxPool(sliding.on(x, "MaxPool2d", size))).getFirst();
  }

  @Override
  public String type() {
    return "MaxPooling2D";
  }
}
