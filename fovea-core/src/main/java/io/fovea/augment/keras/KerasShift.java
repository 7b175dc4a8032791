// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import java.util.List;

/// The range of a shift, in one of Keras' three forms.
///
/// @param range fraction of the side if below 1, else pixels; either way
/// @param pixels whole pixels 0..`pixels`-1, either way; 0 if not used
/// @param choices one of these, either way; fractions if all are below 1; empty if not used
record KerasShift(double range, int pixels, List<Double> choices) {
  static final KerasShift NONE = upTo(0);

  static KerasShift upTo(double range) {
    return new KerasShift(range, 0, List.of());
  }

  static KerasShift below(int pixels) {
    return new KerasShift(0, pixels, List.of());
  }

  static KerasShift oneOf(List<Double> choices) {
    return new KerasShift(0, 0, List.copyOf(choices));
  }

  double draw(NumPyRandom random, int side) {
    if (!choices.isEmpty()) {
      double chosen = choices.get(random.below(choices.size())) * sign(random);
      return choices.stream().allMatch(choice -> choice < 1) ? chosen * side : chosen;
    }
    if (pixels > 0) {
      int chosen = random.below(pixels);
      return chosen * sign(random);
    }
    if (range == 0) {
      return 0;
    }
    double chosen = random.uniform(-range, range);
    return range < 1 ? chosen * side : chosen;
  }

  private static int sign(NumPyRandom random) {
    return random.below(2) == 0 ? -1 : 1;
  }
}
