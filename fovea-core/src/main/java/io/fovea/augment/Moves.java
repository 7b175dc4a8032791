// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Affine changes: the picture as a rigid or stretched sheet.
///
/// All act about the centre of the picture and keep its size. Input and output `[H, W, C]`.
public sealed interface Moves extends Spatial {
  /// Left becomes right, always; see [Augmentation#sometimes] for a chance of one half. Exact.
  record FlipHorizontal() implements Moves {
    @Override
    public Mapping draw(Shape input, Rng rng) {
      return Mapping.whole(
          new Affine(-1, 0, input.get(1) - 1, 0, 1, 0), input.get(0), input.get(1), Fill.NEAREST);
    }
  }

  /// The upper side becomes the lower side, always. Exact.
  record FlipVertical() implements Moves {
    @Override
    public Mapping draw(Shape input, Rng rng) {
      return Mapping.whole(
          new Affine(1, 0, 0, 0, -1, input.get(0) - 1), input.get(0), input.get(1), Fill.NEAREST);
    }
  }

  /// One of the quarter turns: 0, 90, 180, 270 degrees. For square pictures. Exact.
  record QuarterTurns() implements Moves {
    @Override
    public Mapping draw(Shape input, Rng rng) {
      return symmetry("QuarterTurns", input, rng.below(0, 4), false);
    }

    @Override
    public Shape outputShape(Shape input) {
      return square("QuarterTurns", input);
    }
  }

  /// One of the eight symmetries of the square (the group D4): quarter turns, with or without a
  /// transposition. For square pictures. Exact.
  record Symmetries() implements Moves {
    @Override
    public Mapping draw(Shape input, Rng rng) {
      return symmetry("Symmetries", input, rng.below(0, 4), rng.below(1, 2) == 1);
    }

    @Override
    public Shape outputShape(Shape input) {
      return square("Symmetries", input);
    }
  }

  /// Rows become columns, always. For square pictures. Exact.
  record Transpose() implements Moves {
    @Override
    public Mapping draw(Shape input, Rng rng) {
      return symmetry("Transpose", input, 0, true);
    }

    @Override
    public Shape outputShape(Shape input) {
      return square("Transpose", input);
    }
  }

  /// Moves the content.
  ///
  /// @param x to the right, in widths: -1..1
  /// @param y down, in heights: -1..1
  /// @param fill what comes in
  record Shift(Span x, Span y, Fill fill) implements Moves {
    /// Checks the ranges.
    public Shift {
      x.within("Shift.x", -1, 1);
      y.within("Shift.y", -1, 1);
    }

    @Override
    public Mapping draw(Shape input, Rng rng) {
      return Mapping.of(
          Affine.from(-x.draw(rng, 0) * input.get(1), -y.draw(rng, 1) * input.get(0)), input, fill);
    }
  }

  /// Turns the content.
  ///
  /// @param degrees clockwise as seen on a screen, -180..180
  /// @param fill what comes in
  record Rotate(Span degrees, Fill fill) implements Moves {
    /// Checks the range.
    public Rotate {
      degrees.within("Rotate.degrees", -180, 180);
    }

    @Override
    public Mapping draw(Shape input, Rng rng) {
      double turn = Math.toRadians(degrees.draw(rng, 0));
      return Mapping.of(Affine.about(input.get(0), input.get(1), 0, 0, turn, 0, 1), input, fill);
    }
  }

  /// Leans the content.
  ///
  /// @param xDegrees angle by which upright lines lean, -80..80
  /// @param yDegrees angle by which level lines lean, -80..80
  /// @param fill what comes in
  record Shear(Span xDegrees, Span yDegrees, Fill fill) implements Moves {
    /// Checks the ranges.
    public Shear {
      xDegrees.within("Shear.xDegrees", -80, 80);
      yDegrees.within("Shear.yDegrees", -80, 80);
    }

    @Override
    public Mapping draw(Shape input, Rng rng) {
      double leanX = Math.tan(Math.toRadians(xDegrees.draw(rng, 0)));
      double leanY = Math.tan(Math.toRadians(yDegrees.draw(rng, 1)));
      double centerX = (input.get(1) - 1) / 2.0;
      double centerY = (input.get(0) - 1) / 2.0;
      return Mapping.of(
          new Affine(1, leanX, -leanX * centerY, leanY, 1, -leanY * centerX), input, fill);
    }
  }

  /// Enlarges or reduces the content.
  ///
  /// @param scale magnification; 2 doubles
  /// @param stretch further magnification of the width alone; 1 to 1 keeps proportions
  /// @param fill what comes in
  record Zoom(Span scale, Span stretch, Fill fill) implements Moves {
    /// Checks the ranges.
    public Zoom {
      Args.positive("Zoom.scale", scale.min());
      Args.positive("Zoom.stretch", stretch.min());
    }

    @Override
    public Mapping draw(Shape input, Rng rng) {
      double down = 1 / scale.draw(rng, 0);
      double across = down / stretch.draw(rng, 1);
      double centerX = (input.get(1) - 1) / 2.0;
      double centerY = (input.get(0) - 1) / 2.0;
      return Mapping.of(
          new Affine(across, 0, centerX * (1 - across), 0, down, centerY * (1 - down)),
          input,
          fill);
    }
  }

  private static Mapping symmetry(String where, Shape input, int quarters, boolean transposed) {
    int side = square(where, input).get(0);
    double last = side - 1;
    var turn =
        switch (quarters) {
          case 0 -> new Affine(1, 0, 0, 0, 1, 0);
          case 1 -> new Affine(0, 1, 0, -1, 0, last);
          case 2 -> new Affine(-1, 0, last, 0, -1, last);
          default -> new Affine(0, -1, last, 1, 0, 0);
        };
    var warp =
        transposed
            ? new Affine(turn.xy(), turn.xx(), turn.x0(), turn.yy(), turn.yx(), turn.y0())
            : turn;
    return Mapping.whole(warp, side, side, Fill.NEAREST);
  }

  private static Shape square(String where, Shape input) {
    Shape picture = Spatial.picture(where, input);
    if (picture.get(0) != picture.get(1)) {
      throw new ShapeException(
          where,
          "square pictures",
          "examples of shape " + input,
          "crop or resize them to a square first.");
    }
    return picture;
  }
}
