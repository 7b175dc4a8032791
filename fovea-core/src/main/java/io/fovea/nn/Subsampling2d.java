// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;

/// Mean of each window, times a trained coefficient, plus a trained bias, both one for each map
/// (LeCun et al. 1998, "Gradient-based learning applied to document recognition", layers S2 and S4).
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H / size, W / size, C]`, rounded down
/// - parameters: `coefficient [C]`, `bias [C]`
///
/// @param size side of the window and distance between windows, in pixels
@CheckReturnValue
public record Subsampling2d(Size size) implements Layer {
  @Override
  public Node on(Node x) {
    x.requirePictures("Subsampling2d");
    int c = x.channels();
    return new AvgPool2d(size, Sliding.sideBySide(size))
        .on(x)
        .times(x.param("coefficient", Initializers.ones(), c))
        .plus(x.param("bias", Initializers.zeros(), c));
  }
}
