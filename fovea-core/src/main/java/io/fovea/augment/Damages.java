// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Changes that lose something: noise, holes, compression. Values 0..1 stay 0..1.
///
/// Input and output `[H, W, C]`; masks, boxes and key points stay as they are.
public sealed interface Damages extends Augmentation {
  /// Adds normal noise to each value.
  ///
  /// @param deviation of the noise, 0..1
  record GaussianNoise(Span deviation) implements Damages {
    /// Checks the range.
    public GaussianNoise {
      deviation.within("GaussianNoise.deviation", 0, 1);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      float by = (float) deviation.draw(rng, 0);
      Rng noise = rng.at("noise");
      for (int i = 0; i < source.elements(); i++) {
        float value = source.values()[source.offset() + i];
        target.values()[target.offset() + i] = Values.unit(value + by * (float) noise.normal(i));
      }
    }
  }

  /// Black and white specks.
  ///
  /// @param share of the pixels that are lost, 0..1
  record SaltAndPepper(Span share) implements Damages {
    /// Checks the range.
    public SaltAndPepper {
      share.within("SaltAndPepper.share", 0, 1);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      double lost = share.draw(rng, 0);
      Rng noise = rng.at("noise");
      target.copyFrom(source);
      int channels = source.channels();
      for (int i = 0; i < source.height() * source.width(); i++) {
        double chance = noise.uniform(i);
        if (chance < lost) {
          int at = target.offset() + i * channels;
          java.util.Arrays.fill(target.values(), at, at + channels, chance < lost / 2 ? 0f : 1f);
        }
      }
    }
  }

  /// Sets rectangles to one value: cutout (DeVries, Taylor 2017) with squares, random erasing
  /// (Zhong et al. 2017) with other proportions, coarse dropout with several.
  ///
  /// @param min fewest rectangles
  /// @param max most rectangles
  /// @param area of each, as a share of the picture's
  /// @param aspect width / height; drawn on a logarithmic scale
  /// @param value 0..1
  record Erase(int min, int max, Span area, Span aspect, double value) implements Damages {
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
          java.util.Arrays.fill(target.values(), from, from + w * target.channels(), (float) value);
        }
      }
    }
  }

  /// What JPEG compression leaves of a picture: 8 x 8 blocks of the cosine transform, rounded with
  /// the tables of the standard's annex K, without subsampling of colour.
  ///
  /// @param min lowest quality, 1..100
  /// @param max highest quality
  record JpegArtifacts(int min, int max) implements Damages {
    /// Checks the numbers.
    public JpegArtifacts {
      Args.check(
          1 <= min && min <= max && max <= 100,
          "JpegArtifacts",
          "qualities with 1 <= min <= max <= 100",
          min + ", " + max,
          "pass e.g. 30 and 80.");
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      new JpegLoss(min + rng.below(0, max - min + 1)).apply(source, target);
    }
  }
}
