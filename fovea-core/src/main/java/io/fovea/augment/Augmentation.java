// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// A change of a picture: a pure function of the picture and of random numbers.
///
/// The same picture and the same `rng` give the same result, in any thread and in any order;
/// implementations keep nothing between calls. Whoever does not need randomness ignores `rng`.
///
/// ```java
/// Augmentation negative = (source, target, rng) -> {
///   for (int i = 0; i < source.elements(); i++) {
///     target.values()[target.offset() + i] = 1 - source.values()[source.offset() + i];
///   }
/// };
/// ```
@FunctionalInterface
public interface Augmentation {
  /// Writes the changed `source` into `target`, without allocating.
  ///
  /// @param source the picture, not to be changed
  /// @param target another picture, of shape [#outputShape]; every value is to be written
  /// @param rng the random numbers of this picture
  void apply(Pixels source, Pixels target, Rng rng);

  /// Shape of the result for pictures of shape `input`; the same unless stated otherwise.
  ///
  /// @throws io.fovea.error.ShapeException if such examples cannot be changed this way
  default Shape outputShape(Shape input) {
    return input;
  }

  /// One picture, changed.
  ///
  /// @param picture `[H, W, C]`
  default Tensor apply(Tensor picture, Rng rng) {
    Pixels target = Pixels.allocate(outputShape(picture.shape()));
    apply(Pixels.of(picture.shape(), picture.toArray(), 0), target, rng);
    return Tensor.of(target.shape(), target.values());
  }

  /// Changes a picture together with what is marked in it; marks stay where the content stays.
  default Sample apply(Sample sample, Rng rng) {
    Pixels target = Pixels.allocate(outputShape(sample.picture().shape()));
    apply(sample.picture(), target, rng);
    return new Sample(target, sample.mask(), sample.boxes(), sample.points());
  }

  /// The changes that this one is made of, in order, each with the random numbers `rng.at(i)` of its
  /// place; empty if it is one of its own. Readers do them one by one.
  default List<Augmentation> parts() {
    return List.of();
  }

  /// This change as one that cuts a part out of a picture, if it is one.
  default Optional<Cut> cut() {
    return Optional.empty();
  }

  /// This change for some of the pictures only, chosen at random.
  ///
  /// @param probability 0..1
  default Augmentation sometimes(double probability) {
    return new Compositions.Sometimes(probability, this);
  }
}
