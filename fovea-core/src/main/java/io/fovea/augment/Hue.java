// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Turns the colour circle, keeping HSV saturation and value.
///
/// @param degrees -180..180; 120 makes red green
public record Hue(Span degrees) implements Colors {
  /// Checks the range.
  public Hue {
    degrees.within("Hue.degrees", -180, 180);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    float by = (float) (degrees.draw(rng, 0) / 60);
    Planes.ofColors(source, target, run -> run.turn(by));
  }
}
