// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Changes of colour. Values 0..1 stay 0..1.
///
/// Input and output `[H, W, 3]`, red, green, blue; grey pictures `[H, W, 1]` have no colour to
/// change, except as stated.
public sealed interface Colors extends Augmentation {
  @Override
  default Shape outputShape(Shape input) {
    String name = getClass().getSimpleName();
    int channels = Spatial.picture(name, input).get(2);
    if (channels != 1 && channels != 3) {
      throw new ShapeException(
          name,
          "pictures with 1 or 3 channels",
          "examples of shape " + input,
          "drop other channels, e.g. alpha, first.");
    }
    return input;
  }

  /// Distance from grey, times `factor`.
  ///
  /// @param factor at least 0; 0 gives shades of grey, 1 keeps the picture
  record Saturation(Span factor) implements Colors {
    /// Checks the range.
    public Saturation {
      factor.within("Saturation.factor", 0, 100);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      float by = (float) factor.draw(rng, 0);
      ofColors(source, target, run -> run.saturate(by));
    }
  }

  /// Turns the colour circle, keeping HSV saturation and value.
  ///
  /// @param degrees -180..180; 120 makes red green
  record Hue(Span degrees) implements Colors {
    /// Checks the range.
    public Hue {
      degrees.within("Hue.degrees", -180, 180);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      float by = (float) (degrees.draw(rng, 0) / 60);
      ofColors(source, target, run -> run.turn(by));
    }
  }

  /// Shades of grey, still with three channels: `0.299 R + 0.587 G + 0.114 B`.
  record Grayscale() implements Colors {
    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      ofColors(source, target, run -> run.saturate(0));
    }
  }

  /// Adds a number to each channel, drawn for each apart; acts on grey pictures too.
  ///
  /// @param shift what is added, -1..1
  record RgbShift(Span shift) implements Colors {
    /// Checks the range.
    public RgbShift {
      shift.within("RgbShift.shift", -1, 1);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      int channels = source.channels();
      for (int c = 0; c < channels; c++) {
        float by = (float) shift.draw(rng, c);
        for (int i = c; i < source.elements(); i += channels) {
          target.values()[target.offset() + i] =
              Values.unit(source.values()[source.offset() + i] + by);
        }
      }
    }
  }

  /// Puts the channels into a random order.
  record ChannelShuffle() implements Colors {
    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      int[] order = rng.permutation(3);
      ofPixels(
          source,
          target,
          (in, from, out, to) -> {
            for (int c = 0; c < 3; c++) {
              out[to + c] = in[from + order[c]];
            }
          });
    }
  }

  /// Sets some channels to a value, never all of them.
  ///
  /// @param max most channels to lose, 1 or 2
  /// @param value 0..1
  record ChannelDropout(int max, double value) implements Colors {
    /// Checks the numbers.
    public ChannelDropout {
      Args.check(
          max == 1 || max == 2, "ChannelDropout.max", "1 or 2 channels", max, "pass 1 or 2.");
      Args.fraction("ChannelDropout.value", value);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      int lost = 1 + rng.below(0, max);
      int[] order = rng.at("order").permutation(3);
      ofPixels(
          source,
          target,
          (in, from, out, to) -> {
            for (int i = 0; i < 3; i++) {
              out[to + order[i]] = i < lost ? (float) value : in[from + order[i]];
            }
          });
    }
  }

  /// Brightness and contrast, saturation and hue at once, in this order; the first two act on grey
  /// pictures too.
  ///
  /// @param brightness factor
  /// @param contrast factor
  /// @param saturation factor
  /// @param hueDegrees turn of the colour circle
  record ColorJitter(Span brightness, Span contrast, Span saturation, Span hueDegrees)
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
      new Tones.Brightness(brightness).apply(source, target, rng.at(0));
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

  /// Light of another colour: adds the principal components of ImageNet's colours, each times its
  /// eigenvalue and a normal number (Krizhevsky et al. 2012, "AlexNet", section 4.1).
  ///
  /// @param deviation of the normal numbers; 0.1 in the paper
  record PcaLighting(double deviation) implements Colors {
    private static final double[] EIGENVALUES = {0.2175, 0.0188, 0.0045};
    private static final double[][] EIGENVECTORS = {
      {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
    };

    /// Checks the number.
    public PcaLighting {
      Args.fraction("PcaLighting.deviation", deviation);
    }

    @Override
    public void apply(Pixels source, Pixels target, Rng rng) {
      float[] light = new float[3];
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 3; k++) {
          light[c] += (float) (EIGENVECTORS[c][k] * EIGENVALUES[k] * deviation * rng.normal(k));
        }
      }
      ofColors(source, target, run -> run.shift(light));
    }
  }

  /// A function of one pixel of three values, which may write where it reads.
  @FunctionalInterface
  interface OfPixel {
    /// Writes three values from position `to` on, from those at `from`.
    void of(float[] in, int from, float[] out, int to);
  }

  private static void ofColors(Pixels source, Pixels target, Planes.Change change) {
    if (source.channels() == 3) {
      Planes.each(source, target, change);
    } else {
      target.copyFrom(source);
    }
  }

  private static void ofPixels(Pixels source, Pixels target, OfPixel change) {
    if (source.channels() != 3) {
      target.copyFrom(source);
      return;
    }
    int from = source.offset();
    int to = target.offset();
    for (int i = 0; i < source.elements(); i += 3) {
      change.of(source.values(), from + i, target.values(), to + i);
    }
  }
}
