// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Shifts, turns, shears and scales a picture at random, all in one bilinear resampling.
///
/// - input and output: `[H, W, C]`, same shape
/// - what comes in from outside of the picture is 0 (a position beyond the outermost pixel centres
///   is outside, as in Keras' `fill_mode="constant"`)
///
/// Each amount is drawn uniformly and apart from the others; all act about the picture's centre:
/// shear, turn and scale first, then the shift. Written handwriting differs in just these ways
/// (Simard, Steinkraus, Platt 2003, "Best practices for convolutional neural networks").
///
/// ```java
/// train.augment(RandomAffine.IDENTITY.maxShift(0.08).maxTurnDegrees(10).scale(0.9, 1.1));
/// ```
///
/// @param maxShift fraction 0..1 of width and of height by which the content moves at most
/// @param maxTurnDegrees degrees 0..180 by which it turns at most, either way
/// @param maxShear at least 0: columns that a row moves aside at most per row of distance from the
///     centre
/// @param minScale smallest magnification, above 0
/// @param maxScale largest magnification, at least `minScale`; 2 doubles
@CheckReturnValue
public record RandomAffine(
    double maxShift, double maxTurnDegrees, double maxShear, double minScale, double maxScale)
    implements Spatial {
  /// Changes nothing; the start of a description.
  public static final RandomAffine IDENTITY = new RandomAffine(0, 0, 0, 1, 1);

  /// Checks the ranges.
  public RandomAffine {
    Args.fraction("RandomAffine.maxShift", maxShift);
    Args.check(
        maxTurnDegrees >= 0 && maxTurnDegrees <= 180,
        "RandomAffine.maxTurnDegrees",
        "an angle from 0 to 180 degrees",
        maxTurnDegrees,
        "pass e.g. 10.");
    Args.check(
        maxShear >= 0 && maxShear < Double.POSITIVE_INFINITY,
        "RandomAffine.maxShear",
        "a number of at least 0",
        maxShear,
        "pass e.g. 0.1.");
    Args.positive("RandomAffine.minScale", minScale);
    Args.positive("RandomAffine.maxScale", maxScale);
    Args.check(
        minScale <= maxScale,
        "RandomAffine.scale",
        "the smaller magnification first",
        minScale + ", " + maxScale,
        "swap the two.");
  }

  /// With this largest shift, a fraction 0..1 of width and height.
  public RandomAffine maxShift(double maxShift) {
    return new RandomAffine(maxShift, maxTurnDegrees, maxShear, minScale, maxScale);
  }

  /// With this largest turn, 0..180 degrees either way.
  public RandomAffine maxTurnDegrees(double maxTurnDegrees) {
    return new RandomAffine(maxShift, maxTurnDegrees, maxShear, minScale, maxScale);
  }

  /// With this largest shear, in columns per row.
  public RandomAffine maxShear(double maxShear) {
    return new RandomAffine(maxShift, maxTurnDegrees, maxShear, minScale, maxScale);
  }

  /// With magnifications from `min` to `max`, both above 0.
  public RandomAffine scale(double min, double max) {
    return new RandomAffine(maxShift, maxTurnDegrees, maxShear, min, max);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.of(map(input.get(0), input.get(1), rng), input, Fill.BLACK);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    if (equals(IDENTITY)) {
      target.copyFrom(source);
      return;
    }
    map(source.height(), source.width(), rng).warp(source, target, Fill.BLACK);
  }

  private Affine map(int height, int width, Rng rng) {
    return Affine.about(
        height,
        width,
        rng.uniform(0, -maxShift, maxShift) * width,
        rng.uniform(1, -maxShift, maxShift) * height,
        Math.toRadians(rng.uniform(2, -maxTurnDegrees, maxTurnDegrees)),
        rng.uniform(3, -maxShear, maxShear),
        rng.uniform(4, minScale, maxScale));
  }
}
