// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import io.fovea.error.Args;
import io.fovea.image.Pixels;

/// What [ImageDataGenerator#fit] found: mean and deviation per channel, and the whitening matrix.
///
/// Immutable by agreement: nobody changes the arrays.
///
/// @param whitening `[H W C, H W C]`; empty without ZCA
@SuppressWarnings("ArrayRecordComponent") // large, and never compared
record KerasStatistics(float[] mean, float[] deviation, float[] whitening) {
  static final KerasStatistics NONE = new KerasStatistics(new float[0], new float[0], new float[0]);

  /// What Keras adds to deviations before it divides by them.
  static final float SMALL = 1e-6f;

  /// @param pictures `[N, H, W, C]`, row-major; changed
  static KerasStatistics of(
      float[] pictures, int count, int channels, boolean center, boolean scale) {
    float[] mean = new float[channels];
    float[] deviation = new float[channels];
    int pixels = pictures.length / channels;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int i = c; i < pictures.length; i += channels) {
        sum += pictures[i];
      }
      mean[c] = (float) (sum / pixels);
      double squares = 0;
      for (int i = c; i < pictures.length; i += channels) {
        if (center) {
          pictures[i] -= mean[c];
        }
        double distance = center ? pictures[i] : pictures[i] - sum / pixels;
        squares += distance * distance;
      }
      deviation[c] = (float) Math.sqrt(squares / pixels);
      for (int i = c; scale && i < pictures.length; i += channels) {
        pictures[i] /= deviation[c] + SMALL;
      }
    }
    return new KerasStatistics(mean, deviation, new float[0]);
  }

  /// @throws IllegalArgumentException if what is wanted was not learned
  void check(boolean featurewise, boolean whiten) {
    boolean there = !featurewise || mean.length > 0;
    Args.check(
        there && (!whiten || whitening.length > 0),
        "ImageDataGenerator",
        there ? "a whitening matrix learned from pictures" : "statistics learned from pictures",
        "none",
        "call fit(images) behind all options and use the generator that it returns.");
  }

  /// Centres, scales and whitens a picture, in place.
  ///
  /// @throws IllegalArgumentException if that was not learned, or from other pictures
  void standardize(Pixels picture, boolean center, boolean scale, boolean whiten) {
    check(center || scale, whiten);
    int channels = mean.length;
    Args.check(
        channels == 0 || channels == picture.channels(),
        "ImageDataGenerator",
        "pictures of " + channels + " channels, as fit(images) had",
        picture.channels() + " channels",
        "fit it to such pictures.");
    float[] values = picture.values();
    int from = picture.offset();
    for (int i = 0; channels > 0 && i < picture.elements(); i++) {
      int c = i % channels;
      float centred = center ? values[from + i] - mean[c] : values[from + i];
      values[from + i] = scale ? centred / (deviation[c] + SMALL) : centred;
    }
    if (whiten) {
      whiten(values, from, picture.elements());
    }
  }

  private void whiten(float[] values, int from, int features) {
    Args.check(
        whitening.length == (long) features * features,
        "ImageDataGenerator",
        "pictures of the size that fit(images) had",
        features + " values",
        "fit it to such pictures.");
    float[] whitened = new float[features];
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < features; j++) {
        whitened[j] += values[from + i] * whitening[i * features + j];
      }
    }
    System.arraycopy(whitened, 0, values, from, features);
  }

  /// Adds the whitening matrix of pictures that this has standardized.
  KerasStatistics whitening(float[] pictures, int count, double epsilon, boolean ofCovariance) {
    int features = pictures.length / count;
    double[][] rows = new double[count][features];
    for (int i = 0; i < pictures.length; i++) {
      rows[i / features][i % features] = pictures[i];
    }
    return new KerasStatistics(mean, deviation, Whitening.matrix(rows, epsilon, ofCovariance));
  }
}
