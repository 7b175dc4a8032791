// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import io.fovea.augment.Fill;
import io.fovea.augment.Mapping;
import io.fovea.augment.Sampling;
import io.fovea.augment.Warp;
import io.fovea.error.Args;
import io.fovea.image.Pixels;

/// The change of one picture by an [ImageDataGenerator], as drawn; Keras' dictionary of
/// `get_random_transform`.
///
/// @param theta degrees
/// @param tx rows by which the content moves up
/// @param ty columns by which the content moves left
/// @param shear degrees
/// @param zx scale of the rows; below 1 enlarges
/// @param zy scale of the columns
/// @param flipHorizontal whether left becomes right
/// @param flipVertical whether the upper side becomes the lower side
/// @param channelShift added to every value; 0 for none
/// @param brightness factor; NaN for none
public record KerasTransform(
    double theta,
    double tx,
    double ty,
    double shear,
    double zx,
    double zy,
    boolean flipHorizontal,
    boolean flipVertical,
    double channelShift,
    double brightness) {
  /// Checks the numbers.
  public KerasTransform {
    for (double number : new double[] {theta, tx, ty, shear, zx, zy, channelShift}) {
      Args.finite("KerasTransform", number);
    }
    if (!Double.isNaN(brightness)) {
      Args.finite("KerasTransform.brightness", brightness);
    }
  }

  /// Changes nothing.
  public static final KerasTransform NONE =
      new KerasTransform(0, 0, 0, 0, 1, 1, false, false, 0, Double.NaN);

  /// A geometric change alone.
  public static KerasTransform affine(
      double theta, double tx, double ty, double shear, double zx, double zy) {
    return new KerasTransform(theta, tx, ty, shear, zx, zy, false, false, 0, Double.NaN);
  }

  /// Writes the changed picture; `target` is another picture of the same shape.
  ///
  /// @param axes how the numbers are taken to rows and columns
  /// @param fill what comes in from outside
  /// @param order between pixel centres: 0 nearest, 1 bilinear, 2 to 5 splines
  public void apply(Pixels source, Pixels target, KerasAxes axes, Fill fill, int order) {
    boolean neutral = theta == 0 && tx == 0 && ty == 0 && shear == 0 && zx == 1 && zy == 1;
    if (neutral) {
      target.copyFrom(source);
    } else {
      Warp map = map(source.height(), source.width(), axes);
      if (order < Splines.LOWEST) {
        var sampling = order == 0 ? Sampling.NEAREST : Sampling.BILINEAR;
        new Mapping(map, target.height(), target.width(), sampling, fill).picture(source, target);
      } else {
        Splines.sample(order, map, source, target, fill);
      }
    }
    if (channelShift != 0) {
      KerasValues.shift(target, (float) channelShift);
    }
    if (flipHorizontal) {
      KerasValues.flip(target, true);
    }
    if (flipVertical) {
      KerasValues.flip(target, false);
    }
    if (!Double.isNaN(brightness)) {
      KerasValues.brightness(target, (float) brightness, axes == KerasAxes.KERAS_2_8);
    }
  }

  /// Keras' matrix as a map from target columns and rows to source ones.
  private Warp map(int height, int width, KerasAxes axes) {
    double turn = Math.toRadians(theta);
    double lean = Math.toRadians(shear);
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    // rotation * translation * shear * zoom, as Keras multiplies them
    double m00 = cos * zx;
    double m01 = (-cos * Math.sin(lean) - sin * Math.cos(lean)) * zy;
    double m02 = cos * tx - sin * ty;
    double m10 = sin * zx;
    double m11 = (-sin * Math.sin(lean) + cos * Math.cos(lean)) * zy;
    double m12 = sin * tx + cos * ty;
    double beyond = axes == KerasAxes.KERAS_2_8 ? 0.5 : -0.5;
    double c0 = height / 2.0 + beyond;
    double c1 = width / 2.0 + beyond;
    double t02 = m02 + c0 - m00 * c0 - m01 * c1;
    double t12 = m12 + c1 - m10 * c0 - m11 * c1;
    return axes == KerasAxes.KERAS_3
        ? Warp.affine(m00, m01, t02, m10, m11, t12)
        : Warp.affine(m11, m10, t12, m01, m00, t02);
  }
}
