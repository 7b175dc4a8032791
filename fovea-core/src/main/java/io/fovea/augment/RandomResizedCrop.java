// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Image;
import io.fovea.image.Part;
import io.fovea.image.Pixels;
import io.fovea.image.Resize;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Optional;

/// A part of random area and proportions, resized (Szegedy et al. 2015, "Going deeper with
/// convolutions", section 6): the usual start of training on photographs.
///
/// Where it reduces, each pixel is the mean over a triangle as wide as the reduction, so that
/// fine patterns do not flicker.
///
/// @param height rows of the result
/// @param width columns of the result
/// @param area share of the picture's area to show, 0..1
/// @param aspect width / height of the part; drawn on a logarithmic scale
public record RandomResizedCrop(int height, int width, Span area, Span aspect)
    implements Crops, Cut {
  /// Parts drawn before the largest centred part is taken.
  private static final int TRIES = 10;

  /// Checks size and ranges.
  public RandomResizedCrop {
    Shapes.checkSize("RandomResizedCrop", height, width);
    area.within("RandomResizedCrop.area", 0, 1);
    Args.positive("RandomResizedCrop.area", area.max());
    Args.positive("RandomResizedCrop.aspect", aspect.min());
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(height, width, Spatial.picture("RandomResizedCrop", input).get(2));
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    Part part = part(input.get(1), input.get(0), rng);
    double across = (double) part.width() / width;
    double down = (double) part.height() / height;
    double left = part.left() + across / 2 - 0.5;
    double top = part.top() + down / 2 - 0.5;
    var warp = new Affine(across, 0, left, 0, down, top);
    return new Mapping(warp, height, width, Sampling.BILINEAR, Fill.NEAREST);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    resize().on(source, part(source.width(), source.height(), rng), target);
  }

  /// Cuts the part from a picture of bytes, without turning all of it into floats first.
  ///
  /// @param picture of any size
  /// @param target of this height and width, with the channels of the picture; gets values 0..1
  /// @param rng the random numbers of this picture
  public void apply(Image picture, Pixels target, Rng rng) {
    resize(picture, part(picture.width(), picture.height(), rng), target);
  }

  @Override
  public Optional<Cut> cut() {
    return Optional.of(this);
  }

  @Override
  public void resize(Image part, Pixels target) {
    resize(part, Part.all(part.width(), part.height()), target);
  }

  private Resize resize() {
    return Resize.to(width, height).antialiased();
  }

  private void resize(Image picture, Part part, Pixels target) {
    resize().on(picture, part, target);
    float[] values = target.values();
    for (int i = target.offset(); i < target.offset() + target.elements(); i++) {
      values[i] /= 255;
    }
  }

  @Override
  public Part part(int columns, int rows, Rng rng) {
    for (int i = 0; i < TRIES; i++) {
      double pixels = area.draw(rng, 4 * i) * rows * columns;
      double ratio =
          Math.exp(rng.uniform(4 * i + 1, Math.log(aspect.min()), Math.log(aspect.max())));
      int w = (int) Math.max(1, Math.rint(Math.sqrt(pixels * ratio)));
      int h = (int) Math.max(1, Math.rint(Math.sqrt(pixels / ratio)));
      if (w <= columns && h <= rows) {
        int top = rng.below(4 * i + 2, rows - h + 1);
        return new Part(rng.below(4 * i + 3, columns - w + 1), top, w, h);
      }
    }
    double ratio = Math.min(Math.max((double) columns / rows, aspect.min()), aspect.max());
    int w = (int) Math.max(1, Math.min(columns, Math.rint(rows * ratio)));
    int h = (int) Math.max(1, Math.min(rows, Math.rint(columns / ratio)));
    return new Part((columns - w) / 2, (rows - h) / 2, w, h);
  }
}
