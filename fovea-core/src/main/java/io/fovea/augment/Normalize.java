// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.List;

/// `(value - mean) / deviation` of each channel: the last step before a network. The result is
/// not limited to 0..1.
///
/// @param mean one number per channel
/// @param deviation one number above 0 per channel
public record Normalize(List<Double> mean, List<Double> deviation) implements Tones {
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
  public Shape outputShape(Shape input) {
    if (Spatial.picture("Normalize", input).get(2) != mean.size()) {
      throw new ShapeException(
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
