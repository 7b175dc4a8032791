// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// A run of samples as JPEG files hold them, and their colors: each channel in an array of its own.
///
/// The compiler makes vector instructions of loops over such arrays, which it does not where the
/// channels of a pixel lie side by side. Loops always run over whole arrays; what a short run leaves
/// of them holds anything.
final class LumaRun {
  /// Pixels of a run: few enough for the nearest cache.
  private static final int PIXELS = 256;

  private final int[] luma = new int[PIXELS];
  private final int[] toBlue = new int[PIXELS];
  private final int[] toRed = new int[PIXELS];
  private final int[] red = new int[PIXELS];
  private final int[] green = new int[PIXELS];
  private final int[] blue = new int[PIXELS];

  private LumaRun() {}

  /// Turns the first three of the samples of each pixel from luma and chroma into red, green, blue,
  /// in place.
  ///
  /// @param bands samples per pixel, at least 3
  static void toRgb(byte[] samples, int bands) {
    var run = new LumaRun();
    int pixels = samples.length / bands;
    for (int first = 0; first < pixels; first += PIXELS) {
      int count = Math.min(PIXELS, pixels - first);
      run.take(samples, first * bands, bands, count);
      colors(run.luma, run.toBlue, run.toRed, run.red, run.green, run.blue);
      run.put(samples, first * bands, bands, count);
    }
  }

  private void take(byte[] samples, int at, int bands, int count) {
    for (int i = 0; i < count; i++, at += bands) {
      luma[i] = samples[at] & 0xFF;
      toBlue[i] = (samples[at + 1] & 0xFF) - 128;
      toRed[i] = (samples[at + 2] & 0xFF) - 128;
    }
  }

  private void put(byte[] samples, int at, int bands, int count) {
    for (int i = 0; i < count; i++, at += bands) {
      samples[at] = (byte) red[i];
      samples[at + 1] = (byte) green[i];
      samples[at + 2] = (byte) blue[i];
    }
  }

  /// JFIF 1.02, section 7, in libjpeg's 16-bit fixed point.
  private static void colors(
      int[] luma, int[] toBlue, int[] toRed, int[] red, int[] green, int[] blue) {
    for (int i = 0; i < PIXELS; i++) {
      red[i] = level(luma[i] + (91881 * toRed[i] + 32768 >> 16));
    }
    for (int i = 0; i < PIXELS; i++) {
      green[i] = level(luma[i] + (-22554 * toBlue[i] - 46802 * toRed[i] + 32768 >> 16));
    }
    for (int i = 0; i < PIXELS; i++) {
      blue[i] = level(luma[i] + (116130 * toBlue[i] + 32768 >> 16));
    }
  }

  private static int level(int value) {
    return Math.min(Math.max(value, 0), 255);
  }
}
