// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Optional;

/// An augmentation that moves content: masks, boxes and key points follow.
public interface Spatial extends Augmentation {
  /// Draws the change of one picture.
  ///
  /// @param input shape of the picture, `[H, W, C]`
  /// @param rng the random numbers of this picture
  Mapping draw(Shape input, Rng rng);

  @Override
  default void apply(Pixels source, Pixels target, Rng rng) {
    draw(source.shape(), rng).picture(source, target);
  }

  @Override
  default Sample apply(Sample sample, Rng rng) {
    Pixels source = sample.picture();
    Mapping mapping = draw(source.shape(), rng);
    Pixels target = Pixels.allocate(Shape.of(mapping.height(), mapping.width(), source.channels()));
    apply(source, target, rng);
    Optional<Pixels> mask =
        sample
            .mask()
            .map(before -> {
              var after =
                  Pixels.allocate(Shape.of(mapping.height(), mapping.width(), before.channels()));
              mapping.mask(before, after);
              return after;
            });
    return new Sample(target, mask, mapping.boxes(sample.boxes()), mapping.points(sample.points()));
  }

  @Override
  default Shape outputShape(Shape input) {
    return picture(getClass().getSimpleName(), input);
  }

  /// The shape, if it is that of a picture.
  static Shape picture(String where, Shape input) {
    if (input.rank() != 3) {
      throw new ShapeException(
          where,
          "pictures [H, W, C]",
          "examples of shape " + input,
          "give the examples three axes; grey pictures have 1 channel.");
    }
    return input;
  }
}
