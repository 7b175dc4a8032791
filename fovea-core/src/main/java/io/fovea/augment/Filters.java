// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import java.util.Arrays;

/// Changes that mix neighbouring pixels; borders are repeated.
///
/// Input and output `[H, W, C]`, channels apart.
public sealed interface Filters extends Augmentation {
  /// The mean of a square.
  ///
  /// @param maxRadius pixels on each side of the middle; drawn from 1 to this
  record BoxBlur(int maxRadius) implements Filters {
    /// Checks the radius.
    public BoxBlur {
      Args.positive("BoxBlur.maxRadius", maxRadius);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      int side = 2 * (1 + rng.below(0, maxRadius)) + 1;
      float[] weights = new float[side];
      Arrays.fill(weights, 1f / side);
      Convolution.separable(source, target, weights);
    }
  }

  /// The mean weighted by a bell curve, cut at three deviations.
  ///
  /// @param deviation of the curve, in pixels, above 0
  record GaussianBlur(Span deviation) implements Filters {
    /// Checks the range.
    public GaussianBlur {
      Args.positive("GaussianBlur.deviation", deviation.min());
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      Convolution.separable(source, target, Convolution.gaussian(deviation.draw(rng, 0)));
    }
  }

  /// The middle value of a square: removes specks, keeps edges.
  ///
  /// @param radius pixels on each side of the middle, 1..3
  record MedianBlur(int radius) implements Filters {
    /// Checks the radius.
    public MedianBlur {
      Args.check(
          radius >= 1 && radius <= 3, "MedianBlur.radius", "1, 2 or 3 pixels", radius, "pass 1.");
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      Convolution.median(source, target, radius);
    }
  }

  /// The mean along a line: a camera that moved.
  ///
  /// @param length of the line, in pixels, at least 1
  /// @param degrees direction of the line, counted clockwise from level
  record MotionBlur(Span length, Span degrees) implements Filters {
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

  /// Blends with a smoothed picture, or away from it, as Pillow's `ImageEnhance.Sharpness`.
  ///
  /// @param factor 0 is smooth, 1 keeps the picture, 2 is sharp
  record Sharpen(Span factor) implements Filters {
    /// Checks the range.
    public Sharpen {
      factor.within("Sharpen.factor", 0, 100);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      Convolution.smooth(source, target);
      Values.blend(target, source, (float) factor.draw(rng, 0), target);
    }
  }
}
