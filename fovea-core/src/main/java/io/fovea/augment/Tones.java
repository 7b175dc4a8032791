// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import java.util.List;

/// Changes of light and dark; every channel alike. Values 0..1 stay 0..1.
///
/// Input and output `[H, W, C]`; masks, boxes and key points stay as they are.
public sealed interface Tones extends Augmentation {
  /// `factor * value`.
  ///
  /// @param factor at least 0; 1 keeps the picture
  record Brightness(Span factor) implements Tones {
    /// Checks the range.
    public Brightness {
      factor.within("Brightness.factor", 0, 100);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      Values.linear(source, target, (float) factor.draw(rng, 0), 0);
    }
  }

  /// Distance from the mean shade of grey, times `factor`.
  ///
  /// @param factor at least 0; 0 gives plain grey, 1 keeps the picture
  record Contrast(Span factor) implements Tones {
    /// Checks the range.
    public Contrast {
      factor.within("Contrast.factor", 0, 100);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      float by = (float) factor.draw(rng, 0);
      Values.linear(source, target, by, (1 - by) * Values.meanGray(source));
    }
  }

  /// `value ^ gamma`.
  ///
  /// @param gamma above 0; above 1 darkens
  record Gamma(Span gamma) implements Tones {
    /// Checks the range.
    public Gamma {
      Args.positive("Gamma.gamma", gamma.min());
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      double power = gamma.draw(rng, 0);
      Values.each(source, target, value -> (float) Math.pow(Math.max(value, 0), power));
    }
  }

  /// `1 - value`.
  record Invert() implements Tones {
    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      Values.linear(source, target, -1, 1);
    }
  }

  /// Inverts what is at least as bright as a threshold.
  ///
  /// @param threshold 0..1; 1 inverts pure white alone
  record Solarize(Span threshold) implements Tones {
    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      float from = (float) threshold.draw(rng, 0);
      Values.each(source, target, value -> value >= from ? 1 - value : value);
    }
  }

  /// Keeps the upper bits of 8.
  ///
  /// @param min fewest bits to keep, 1..8
  /// @param max most bits to keep
  record Posterize(int min, int max) implements Tones {
    /// Checks the numbers.
    public Posterize {
      Args.check(
          1 <= min && min <= max && max <= 8,
          "Posterize",
          "bits with 1 <= min <= max <= 8",
          min + ", " + max,
          "pass e.g. 4 and 8.");
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      int kept = 0xFF << 8 - (min + rng.below(0, max - min + 1));
      Values.each(source, target, value -> (Values.level(value) & kept) / 255f);
    }
  }

  /// Spreads each channel so that its darkest value becomes 0 and its brightest 1.
  record AutoContrast() implements Tones {
    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      for (int c = 0; c < source.channels(); c++) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = c; i < source.elements(); i += source.channels()) {
          float value = source.values()[source.offset() + i];
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
        float scale = high > low ? 1 / (high - low) : 1;
        float shift = high > low ? low : 0;
        for (int i = c; i < source.elements(); i += source.channels()) {
          float value = source.values()[source.offset() + i];
          target.values()[target.offset() + i] = Values.unit((value - shift) * scale);
        }
      }
    }
  }

  /// Gives each channel a flat histogram over 256 levels, as Pillow's `ImageOps.equalize`.
  record Equalize() implements Tones {
    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      for (int c = 0; c < source.channels(); c++) {
        int[] counts = new int[256];
        for (int i = c; i < source.elements(); i += source.channels()) {
          counts[Values.level(source.values()[source.offset() + i])]++;
        }
        float[] table = Histogram.equalizing(counts);
        for (int i = c; i < source.elements(); i += source.channels()) {
          target.values()[target.offset() + i] =
              table[Values.level(source.values()[source.offset() + i])];
        }
      }
    }
  }

  /// Equalizes tile by tile, with limited contrast (Zuiderveld 1994, "Contrast limited adaptive
  /// histogram equalization").
  ///
  /// @param limit how many times the mean count a level may count, at least 1
  /// @param tiles per side
  record Clahe(Span limit, int tiles) implements Tones {
    /// Checks the numbers.
    public Clahe {
      limit.within("Clahe.limit", 1, 256);
      Args.positive("Clahe.tiles", tiles);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      for (int c = 0; c < source.channels(); c++) {
        Histogram.adaptive(source, target, c, tiles, limit.draw(rng, 0));
      }
    }
  }

  /// `(value - mean) / deviation` of each channel: the last step before a network. The result is
  /// not limited to 0..1.
  ///
  /// @param mean one number per channel
  /// @param deviation one number above 0 per channel
  record Normalize(List<Double> mean, List<Double> deviation) implements Tones {
    /// Checks the lists.
    public Normalize {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      Args.check(
          mean.size() == deviation.size() && !mean.isEmpty(),
          "Normalize",
          "as many means as deviations",
          mean.size() + " and " + deviation.size(),
          "pass one of each per channel.");
      deviation.forEach(value -> Args.positive("Normalize.deviation", value));
    }

    @Override
    public io.fovea.tensor.Shape outputShape(io.fovea.tensor.Shape input) {
      if (Spatial.picture("Normalize", input).get(2) != mean.size()) {
        throw new io.fovea.error.ShapeException(
            "Normalize",
            "pictures [H, W, " + mean.size() + "]",
            "examples of shape " + input,
            "pass one mean and one deviation per channel.");
      }
      return input;
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      float[] by = new float[source.channels()];
      float[] shift = new float[by.length];
      for (int c = 0; c < by.length; c++) {
        by[c] = (float) (1 / deviation.get(c));
        shift[c] = (float) (-mean.get(c) / deviation.get(c));
      }
      Values.linear(source, target, by, shift);
    }
  }
}
