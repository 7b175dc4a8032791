// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// The changes that policies choose from, on the papers' scale of strength 0..10.
enum PolicyStep {
  IDENTITY,
  AUTO_CONTRAST,
  EQUALIZE,
  ROTATE,
  SOLARIZE,
  COLOR,
  POSTERIZE,
  CONTRAST,
  BRIGHTNESS,
  SHARPNESS,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  /// The last one: part of AutoAugment, not of RandAugment.
  INVERT;

  private static final Span NONE = new Span(0, 0);

  /// This change at one strength.
  ///
  /// @param negative the other direction, where there are two
  Augmentation at(double magnitude, boolean negative) {
    double share = (negative ? -magnitude : magnitude) / 10;
    var factor = fixed(1 + 0.9 * share);
    // a shear of 0.3 columns per row
    var lean = fixed(Math.toDegrees(Math.atan(0.3 * share)));
    var way = fixed(150.0 / 331 * share);
    int bits = 8 - (int) Math.rint(magnitude * 4 / 10);
    return switch (this) {
      case IDENTITY -> Compositions.UNCHANGED;
      case AUTO_CONTRAST -> new AutoContrast();
      case EQUALIZE -> new Equalize();
      case ROTATE -> new Rotate(fixed(30 * share), Fill.BLACK);
      case SOLARIZE -> new Solarize(fixed(1 - magnitude / 10));
      case COLOR -> new Saturation(factor);
      case POSTERIZE -> new Posterize(bits, bits);
      case CONTRAST -> new Contrast(factor);
      case BRIGHTNESS -> new Brightness(factor);
      case SHARPNESS -> new Sharpen(factor);
      case SHEAR_X -> new Shear(lean, NONE, Fill.BLACK);
      case SHEAR_Y -> new Shear(NONE, lean, Fill.BLACK);
      case TRANSLATE_X -> new Shift(way, NONE, Fill.BLACK);
      case TRANSLATE_Y -> new Shift(NONE, way, Fill.BLACK);
      case INVERT -> new Invert();
    };
  }

  private static Span fixed(double value) {
    return new Span(value, value);
  }
}
