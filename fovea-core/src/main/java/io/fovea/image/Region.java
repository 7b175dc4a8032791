// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// What is resized: a region of a picture of bytes or of floats.
sealed interface Region {
  /// Writes a row of the part, counted from its top, as numbers.
  @FunctionalInterface
  interface Rows {
    /// @param values as many as columns times channels
    void read(int y, float[] values);
  }

  /// The part.
  Part part();

  /// Values per pixel.
  int channels();

  /// Whether the last channel is how much of a pixel is seen: such colors are mixed by what shows.
  boolean hasAlpha();

  /// Another part of the same picture.
  Region with(Part part);

  /// Starts to read; for one thread.
  Rows rows();

  /// A part of bytes, with alpha as the fourth channel.
  record Bytes(Image image, Part part) implements Region {
    /// Checks the part.
    public Bytes {
      part.inside("Resize.on", image.width(), image.height());
    }

    @Override
    public int channels() {
      return image.channels();
    }

    @Override
    public boolean hasAlpha() {
      return image.channels() == 4;
    }

    @Override
    public Region with(Part part) {
      return new Bytes(image, part);
    }

    @Override
    public Rows rows() {
      byte[] samples = new byte[part.width() * channels()];
      return (y, values) -> {
        int from = ((part.top() + y) * image.width() + part.left()) * channels();
        System.arraycopy(image.samples(), from, samples, 0, samples.length);
        widen(samples, values);
      };
    }

    private static void widen(byte[] samples, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = samples[i] & 0xFF;
      }
    }
  }

  /// A part of floats, whose channels are mixed each by itself.
  record Floats(Pixels picture, Part part) implements Region {
    /// Checks the part.
    public Floats {
      part.inside("Resize.on", picture.width(), picture.height());
    }

    @Override
    public int channels() {
      return picture.channels();
    }

    @Override
    public boolean hasAlpha() {
      return false;
    }

    @Override
    public Region with(Part part) {
      return new Floats(picture, part);
    }

    @Override
    public Rows rows() {
      return (y, values) -> {
        int from = picture.index(part.top() + y, part.left());
        System.arraycopy(picture.values(), from, values, 0, values.length);
      };
    }
  }
}
