// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;

/// Loops over the values of a picture.
final class Values {
  private Values() {}

  /// A function of one value.
  @FunctionalInterface
  interface OfValue {
    float of(float value);
  }

  /// A function of one pixel of three values, which may write where it reads.
  @FunctionalInterface
  interface OfPixel {
    /// Writes three values from position `to` on, from those at `from`.
    void of(float[] in, int from, float[] out, int to);
  }

  static float unit(float value) {
    return Math.min(Math.max(value, 0), 1);
  }

  /// The nearest of 256 levels.
  static int level(float value) {
    return (int) (unit(value) * 255 + 0.5f);
  }

  static float gray(float red, float green, float blue) {
    return 0.299f * red + 0.587f * green + 0.114f * blue;
  }

  /// `a * value + b`, kept within 0..1.
  static void linear(Pixels source, Pixels target, float a, float b) {
    target.copyFrom(source);
    linear(target.values(), target.offset(), target.offset() + target.elements(), a, b);
  }

  /// In place, as the compiler makes vector instructions of such loops alone.
  static void linear(float[] values, int from, int to, float a, float b) {
    for (int i = from; i < to; i++) {
      values[i] = unit(a * values[i] + b);
    }
  }

  /// `a * value + b` with numbers for each channel, not limited.
  ///
  /// Runs of pixels lie beside the numbers for each of their values, in arrays of one length, for the
  /// reason above.
  static void linear(Pixels source, Pixels target, float[] a, float[] b) {
    int length = Planes.PIXELS * source.channels();
    float[] run = new float[length];
    float[] factors = new float[length];
    float[] terms = new float[length];
    for (int i = 0; i < length; i++) {
      factors[i] = a[i % a.length];
      terms[i] = b[i % b.length];
    }
    for (int first = 0; first < source.elements(); first += length) {
      int count = Math.min(length, source.elements() - first);
      System.arraycopy(source.values(), source.offset() + first, run, 0, count);
      linear(run, factors, terms);
      System.arraycopy(run, 0, target.values(), target.offset() + first, count);
    }
  }

  private static void linear(float[] run, float[] factors, float[] terms) {
    for (int i = 0; i < run.length; i++) {
      run[i] = run[i] * factors[i] + terms[i];
    }
  }

  static void each(Pixels source, Pixels target, OfValue change) {
    float[] in = source.values();
    float[] out = target.values();
    int from = source.offset();
    int to = target.offset();
    for (int i = 0; i < source.elements(); i++) {
      out[to + i] = unit(change.of(in[from + i]));
    }
  }

  /// Changes pixel by pixel what has colors; other pictures stay as they are.
  static void ofPixels(Pixels source, Pixels target, OfPixel change) {
    if (source.channels() != 3) {
      target.copyFrom(source);
      return;
    }
    int from = source.offset();
    int to = target.offset();
    for (int i = 0; i < source.elements(); i += 3) {
      change.of(source.values(), from + i, target.values(), to + i);
    }
  }

  /// `a + (b - a) * weight`, kept within 0..1; `target` may be one of the two.
  static void blend(Pixels a, Pixels b, float weight, Pixels target) {
    for (int i = 0; i < a.elements(); i++) {
      float first = a.values()[a.offset() + i];
      float second = b.values()[b.offset() + i];
      target.values()[target.offset() + i] = unit(first + (second - first) * weight);
    }
  }

  static float meanGray(Pixels picture) {
    double sum = 0;
    float[] in = picture.values();
    boolean colored = picture.channels() == 3;
    int step = colored ? 3 : 1;
    for (int i = picture.offset(); i < picture.offset() + picture.elements(); i += step) {
      sum += colored ? gray(in[i], in[i + 1], in[i + 2]) : in[i];
    }
    return (float) (sum * step / picture.elements());
  }
}
