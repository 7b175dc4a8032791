package io.fovea.augment;

/// Hue, saturation, value.
final class Hsv {
  private Hsv() {}

  /// Turns the hue of one pixel by `by` sixths of the circle, -3..3.
  static void turn(float[] in, int from, float[] out, int to, float by) {
    float red = in[from];
    float green = in[from + 1];
    float blue = in[from + 2];
    float most = Math.max(red, Math.max(green, blue));
    float least = Math.min(red, Math.min(green, blue));
    float range = most - least;
    if (range <= 0) {
      out[to] = red;
      out[to + 1] = green;
      out[to + 2] = blue;
      return;
    }
    float hue;
    if (most == red) {
      hue = (green - blue) / range;
    } else if (most == green) {
      hue = 2 + (blue - red) / range;
    } else {
      hue = 4 + (red - green) / range;
    }
    hue += by;
    if (hue < 0) {
      hue += 6;
    } else if (hue >= 6) {
      hue -= 6;
    }
    // red is full around 0 and none around 3; green and blue are full around 2 and 4
    out[to] = least + range * Values.unit(Math.abs(hue - 3) - 1);
    out[to + 1] = least + range * Values.unit(2 - Math.abs(hue - 2));
    out[to + 2] = least + range * Values.unit(2 - Math.abs(hue - 4));
  }
}
