// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import java.util.Arrays;

/// Sets rectangles to one value: cutout (DeVries, Taylor 2017) with squares, random erasing
/// (Zhong et al. 2017) with other proportions, coarse dropout with several.
///
/// @param min fewest rectangles
/// @param max most rectangles
/// @param area of each, as a share of the picture's
/// @param aspect width / height; drawn on a logarithmic scale
/// @param value 0..1
public record Erase(int min, int max, Span area, Span aspect, double value) implements Damages {
  /// Checks the numbers.
  public Erase {
    Args.check(
        0 <= min && min <= max, "Erase", "0 <= min <= max", min + ", " + max, "pass 1 and 1.");
    area.within("Erase.area", 0, 1);
    Args.positive("Erase.aspect", aspect.min());
    Args.fraction("Erase.value", value);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    target.copyFrom(source);
    int count = min + rng.below(0, max - min + 1);
    int height = source.height();
    int width = source.width();
    for (int i = 0; i < count; i++) {
      Rng of = rng.at(i);
      double pixels = area.draw(of, 0) * height * width;
      double ratio = Math.exp(of.uniform(1, Math.log(aspect.min()), Math.log(aspect.max())));
      int w = (int) Math.min(width, Math.rint(Math.sqrt(pixels * ratio)));
      int h = (int) Math.min(height, Math.rint(Math.sqrt(pixels / ratio)));
      int left = of.below(2, width - w + 1);
      int top = of.below(3, height - h + 1);
      for (int y = top; y < top + h; y++) {
        int from = target.index(y, left);
        Arrays.fill(target.values(), from, from + w * target.channels(), (float) value);
      }
    }
  }
}
