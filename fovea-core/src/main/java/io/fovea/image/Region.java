// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// What is resized: a part of a picture of bytes or of floats; for one thread.
///
/// @param hasAlpha whether the last channel is how much of a pixel is seen: such colors are mixed by
///     what shows
/// @param rows reads the picture
record Region(Part part, int channels, boolean hasAlpha, Rows rows) {
  /// Reads pixels, from left to right.
  @FunctionalInterface
  interface Rows {
    /// Fills `values` from a pixel of the picture on.
    void read(int column, int row, float[] values);
  }

  /// A part of bytes; a fourth channel is alpha.
  static Region of(Image image, Part part) {
    Part inside = part.inside("Resize.on", image.width(), image.height());
    int channels = image.channels();
    byte[] samples = new byte[inside.width() * channels];
    return new Region(
        inside,
        channels,
        channels == 4,
        (column, row, values) -> {
          int from = (row * image.width() + column) * channels;
          System.arraycopy(image.samples(), from, samples, 0, values.length);
          widen(samples, values);
        });
  }

  private static void widen(byte[] samples, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = samples[i] & 0xFF;
    }
  }

  /// A part of floats, whose channels are mixed each by itself.
  static Region of(Pixels picture, Part part) {
    return new Region(
        part.inside("Resize.on", picture.width(), picture.height()),
        picture.channels(),
        false,
        (column, row, values) ->
            System.arraycopy(
                picture.values(), picture.index(row, column), values, 0, values.length));
  }

  /// A part of this part.
  Region with(Part part) {
    return new Region(part, channels, hasAlpha, rows);
  }

  /// Writes a row of the part, counted from its top.
  void read(int y, float[] values) {
    rows.read(part.left(), part.top() + y, values);
  }
}
