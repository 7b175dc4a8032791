// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.augment.Compositions.Sequence;
import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/// Published recipes for photographs, made of the other augmentations. For `[H, W, 3]` pictures.
public sealed interface Policies extends Compositions.Drawn {
  @Override
  default Shape outputShape(Shape input) {
    return Spatial.picture(getClass().getSimpleName(), input);
  }

  /// A number of changes out of 14, all of one strength (Cubuk et al. 2020, "RandAugment").
  ///
  /// @param count changes per picture; 2 in the paper
  /// @param magnitude strength, 0..10; 9 in the paper for ResNet-50
  record RandAugment(int count, double magnitude) implements Policies {
    /// Checks the numbers.
    public RandAugment {
      Args.notNegative("RandAugment.count", count);
      Args.check(
          magnitude >= 0 && magnitude <= 10,
          "RandAugment.magnitude",
          "a number from 0 to 10",
          magnitude,
          "pass e.g. 9.");
    }

    @Override
    public Augmentation drawn(Rng rng) {
      var changes = PolicyStep.values();
      return new Sequence(
          Stream.iterate(0, i -> i + 1)
              .limit(count)
              .map(i ->
                  changes[rng.below(2 * i, changes.length - 1)].at(
                      magnitude, rng.below(2 * i + 1, 2) == 1))
              .toList());
    }
  }

  /// The policy that was found for ImageNet: one of 25 pairs of changes (Cubuk et al. 2019,
  /// "AutoAugment", table 9).
  record AutoAugment() implements Policies {
    @Override
    public Augmentation drawn(Rng rng) {
      var pair = PolicyTable.IMAGENET.get(rng.below(0, PolicyTable.IMAGENET.size()));
      return new Sequence(
          List.of(
              pair.first().drawn(rng.below(1, 2) == 1), pair.second().drawn(rng.below(2, 2) == 1)));
    }
  }
}
