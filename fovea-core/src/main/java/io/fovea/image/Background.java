// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.Args;
import java.util.Locale;

/// The color that stands behind the transparent parts of a picture; white unless another is chosen.
///
/// ```java
/// Image stamp = Images.read(file).on(Background.BLACK);
/// ```
///
/// @param red 0..255
/// @param green 0..255
/// @param blue 0..255
public record Background(int red, int green, int blue) {
  /// Paper, and what is behind transparent parts unless another color is chosen.
  public static final Background WHITE = new Background(255, 255, 255);

  /// Night.
  public static final Background BLACK = new Background(0, 0, 0);

  /// Checks the range of each.
  public Background {
    checkLevel("Background.red", red);
    checkLevel("Background.green", green);
    checkLevel("Background.blue", blue);
  }

  private static void checkLevel(String where, int level) {
    Args.check(level >= 0 && level <= 255, where, "a level from 0 to 255", level, "pass e.g. 255.");
  }

  /// The color that a text names: `white`, `black`, or six hexadecimal digits as in `#ff8000`.
  ///
  /// @throws IllegalArgumentException if it names none
  public static Background named(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    if (name.equals("white")) {
      return WHITE;
    }
    if (name.equals("black")) {
      return BLACK;
    }
    Args.check(
        name.matches("#[0-9a-f]{6}"),
        "Background.named",
        "white, black or a color as #ff8000",
        text,
        "write # and two hexadecimal digits each for red, green and blue.");
    int color = Integer.parseInt(name.substring(1), 16);
    return new Background(color >> 16, color >> 8 & 0xFF, color & 0xFF);
  }

  /// Red, green, blue of pixels with alpha laid over this color: `(c * a + b * (255 - a)) / 255`,
  /// rounded to the nearest level, in the levels as the file holds them (as Pillow and browsers do),
  /// not in linear light.
  ///
  /// @param samples red, green, blue, alpha of each pixel, not premultiplied
  byte[] under(byte[] samples) {
    byte[] colors = new byte[samples.length / 4 * 3];
    for (int from = 0, at = 0; from < samples.length; from += 4, at += 3) {
      int alpha = samples[from + 3] & 0xFF;
      colors[at] = mix(samples[from] & 0xFF, red, alpha);
      colors[at + 1] = mix(samples[from + 1] & 0xFF, green, alpha);
      colors[at + 2] = mix(samples[from + 2] & 0xFF, blue, alpha);
    }
    return colors;
  }

  private static byte mix(int color, int behind, int alpha) {
    return (byte) ((color * alpha + behind * (255 - alpha) + 127) / 255);
  }

  /// As [#named] reads it.
  @Override
  public String toString() {
    return "#%02x%02x%02x".formatted(red, green, blue);
  }
}
