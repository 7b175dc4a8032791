// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// The mean along a line: a camera that moved.
///
/// @param length of the line, in pixels, at least 1
/// @param degrees direction of the line, counted clockwise from level
public record MotionBlur(Span length, Span degrees) implements Filters {
  /// Checks the range.
  public MotionBlur {
    length.within("MotionBlur.length", 1, 1000);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    double angle = Math.toRadians(degrees.draw(rng, 1));
    Convolution.line(source, target, length.draw(rng, 0), Math.cos(angle), Math.sin(angle));
  }
}
