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
    float range = most - Math.min(red, Math.min(green, blue));
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
    hue += by + 6;
    out[to] = channel(5 + hue, most, range);
    out[to + 1] = channel(3 + hue, most, range);
    out[to + 2] = channel(1 + hue, most, range);
  }

  /// Smith 1978: the channel falls from `most` by `range` over one sixth, and rises again.
  private static float channel(float position, float most, float range) {
    float k = position - 6 * (int) (position / 6);
    return most - range * Math.clamp(Math.min(k, 4 - k), 0, 1);
  }
}
