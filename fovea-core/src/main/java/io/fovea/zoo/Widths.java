// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.zeroPadding2d;

import io.fovea.nn.Node;
import io.fovea.nn.ZeroPadding2d;

/// Rounding rules that the mobile networks share.
final class Widths {
  private static final int STEP = 8;

  private Widths() {}

  /// A number of maps as a multiple of 8, at least 8, and not more than a tenth below `maps`.
  static int rounded(double maps) {
    int nearest = Math.max(STEP, (int) (maps + STEP / 2.0) / STEP * STEP);
    return nearest < 0.9 * maps ? nearest + STEP : nearest;
  }

  /// A pixel at the bottom and right.
  static ZeroPadding2d behindPadding() {
    return zeroPadding2d(0, 1, 0, 1);
  }

  /// The border that lets a convolution of stride 2 halve the picture, rounded up; of even sizes the
  /// top and left border is a pixel narrower.
  static ZeroPadding2d evenPadding(Node x, int kernel) {
    int half = kernel / 2;
    int top = half - (1 - x.shape().get(1) % 2);
    int left = half - (1 - x.shape().get(2) % 2);
    return zeroPadding2d(top, half, left, half);
  }
}
