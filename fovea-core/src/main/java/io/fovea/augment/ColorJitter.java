// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Brightness and contrast, saturation and hue at once, in this order; the first two act on grey
/// pictures too.
///
/// @param brightness factor
/// @param contrast factor
/// @param saturation factor
/// @param hueDegrees turn of the colour circle
public record ColorJitter(Span brightness, Span contrast, Span saturation, Span hueDegrees)
    implements Colors {
  /// Checks the ranges.
  public ColorJitter {
    brightness.within("ColorJitter.brightness", 0, 100);
    contrast.within("ColorJitter.contrast", 0, 100);
    saturation.within("ColorJitter.saturation", 0, 100);
    hueDegrees.within("ColorJitter.hueDegrees", -180, 180);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    new Brightness(brightness).apply(source, target, rng.at(0));
    float spread = (float) contrast.draw(rng.at(1), 0);
    float from = (1 - spread) * Values.meanGray(target);
    float color = (float) saturation.draw(rng.at(2), 0);
    float turn = (float) (hueDegrees.draw(rng.at(3), 0) / 60);
    if (source.channels() != 3) {
      Values.linear(target, target, spread, from);
      return;
    }
    Planes.each(
        target,
        target,
        run -> {
          run.linear(spread, from);
          run.saturate(color);
          if (turn != 0) {
            run.turn(turn);
          }
        });
  }
}
