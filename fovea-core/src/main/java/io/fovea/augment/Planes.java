// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;

/// Colors of a run of pixels, each channel in an array of its own.
///
/// The compiler makes vector instructions of loops over such arrays, which it does not where the
/// channels of a pixel lie side by side; that pays for taking them apart and putting them together.
/// Loops always run over whole arrays; what a short run leaves of them holds anything.
final class Planes {
  /// Pixels of a run: few enough for the nearest cache.
  static final int PIXELS = 256;

  private static final float HUGE = 1e30f;

  private final float[] red = new float[PIXELS];
  private final float[] green = new float[PIXELS];
  private final float[] blue = new float[PIXELS];
  private final float[] least = new float[PIXELS];
  private final float[] range = new float[PIXELS];
  private final float[] hue = new float[PIXELS];

  /// A change of all pixels of a run.
  @FunctionalInterface
  interface Change {
    void of(Planes run);
  }

  private Planes() {}

  /// Changes all runs of a picture with three channels, which may be written where it is read.
  static void each(Pixels source, Pixels target, Change change) {
    var run = new Planes();
    int pixels = source.elements() / 3;
    for (int first = 0; first < pixels; first += PIXELS) {
      int count = Math.min(PIXELS, pixels - first);
      run.take(source.values(), source.offset() + 3 * first, count);
      change.of(run);
      run.put(target.values(), target.offset() + 3 * first, count);
    }
  }

  /// As [#each], of pictures that have colors; others stay as they are.
  static void ofColors(Pixels source, Pixels target, Change change) {
    if (source.channels() == 3) {
      each(source, target, change);
    } else {
      target.copyFrom(source);
    }
  }

  private void take(float[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      red[i] = values[at + 3 * i];
      green[i] = values[at + 3 * i + 1];
      blue[i] = values[at + 3 * i + 2];
    }
  }

  private void put(float[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + 3 * i] = red[i];
      values[at + 3 * i + 1] = green[i];
      values[at + 3 * i + 2] = blue[i];
    }
  }

  /// `a * value + b` for each value, kept within 0..1.
  void linear(float a, float b) {
    Values.linear(red, 0, PIXELS, a, b);
    Values.linear(green, 0, PIXELS, a, b);
    Values.linear(blue, 0, PIXELS, a, b);
  }

  /// Adds a number to each channel, kept within 0..1.
  void shift(float[] by) {
    Values.linear(red, 0, PIXELS, 1, by[0]);
    Values.linear(green, 0, PIXELS, 1, by[1]);
    Values.linear(blue, 0, PIXELS, 1, by[2]);
  }

  /// Distance from grey, times `by`, kept within 0..1.
  void saturate(float by) {
    saturate(red, green, blue, by);
  }

  private static void saturate(float[] red, float[] green, float[] blue, float by) {
    for (int i = 0; i < PIXELS; i++) {
      float gray = Values.gray(red[i], green[i], blue[i]);
      red[i] = Values.unit(gray + (red[i] - gray) * by);
      green[i] = Values.unit(gray + (green[i] - gray) * by);
      blue[i] = Values.unit(gray + (blue[i] - gray) * by);
    }
  }

  /// Turns the hue by `by` sixths of the circle, -3..3, keeping HSV saturation and value.
  void turn(float by) {
    hues(red, green, blue, least, range, hue);
    full(red, least, range, hue, by);
    full(green, least, range, hue, by - 2);
    full(blue, least, range, hue, by - 4);
  }

  /// Hue runs from 0 to 6, with red at 0, green at 2, blue at 4; a channel is full within 1 of its
  /// place and empty 2 away. Where the least channel is 0 and the most 1, the distance of the hue
  /// from 3 is `2 + red - green - blue`, and it is beyond 3 where there is more blue than green. No
  /// branches, so that these are vectors, too, and short loops, as the compiler leaves long ones.
  private static void hues(
      float[] red, float[] green, float[] blue, float[] least, float[] range, float[] hue) {
    for (int i = 0; i < PIXELS; i++) {
      least[i] = Math.min(red[i], Math.min(green[i], blue[i]));
    }
    for (int i = 0; i < PIXELS; i++) {
      range[i] = Math.max(red[i], Math.max(green[i], blue[i])) - least[i];
    }
    for (int i = 0; i < PIXELS; i++) {
      float more = red[i] - least[i] - (green[i] - least[i]) - (blue[i] - least[i]);
      hue[i] = 2 + more / Math.max(range[i], 1 / HUGE);
    }
    for (int i = 0; i < PIXELS; i++) {
      hue[i] = 3 + hue[i] * Math.min(Math.max((blue[i] - green[i]) * HUGE + 1, -1), 1);
    }
  }

  /// A channel whose place on the circle of 6 is `-by`, -9..9 away from the hue.
  private static void full(float[] channel, float[] least, float[] range, float[] hue, float by) {
    for (int i = 0; i < PIXELS; i++) {
      float distance = Math.abs(3 - Math.abs(Math.abs(hue[i] + by) - 3));
      channel[i] = least[i] + range[i] * Values.unit(2 - distance);
    }
  }
}
