// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/// An immutable 8-bit picture, row-major `[height, width, channels]`; [Pixels] is the float one.
///
/// Channels are 1 (grey), 3 (red, green, blue) or 4 (with alpha, not premultiplied). Threads may
/// share it.
///
/// ```java
/// Tensor digit = Images.read(Path.of("digit.png")).toGray().resize(28, 28).toUnitTensor(1);
/// ```
public final class Image {
  private final int width;
  private final int height;
  private final int channels;
  private final byte[] samples;

  private Image(int width, int height, int channels, byte[] samples) {
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.samples = samples;
  }

  /// A picture of a copy of these samples.
  ///
  /// @param width columns, at least 1
  /// @param height rows, at least 1
  /// @param channels 1, 3 or 4
  /// @param samples unsigned bytes, `height * width * channels` of them, row-major
  public static Image of(int width, int height, int channels, byte[] samples) {
    Args.positive("Image.width", width);
    Args.positive("Image.height", height);
    checkChannels("Image.channels", channels);
    Args.check(
        samples.length == (long) width * height * channels,
        "Image.of",
        (long) width * height * channels + " samples for " + size(width, height, channels),
        samples.length,
        "pass one byte per pixel and channel, row by row.");
    return new Image(width, height, channels, samples.clone());
  }

  /// The 8-bit picture of floats 0..1, rounded to the nearest level; what is outside is cut.
  ///
  /// @param picture `[height, width, channels]` with 1, 3 or 4 channels
  public static Image of(Pixels picture) {
    checkChannels("Image.of channels", picture.channels());
    byte[] samples = new byte[picture.elements()];
    for (int i = 0; i < samples.length; i++) {
      float value = picture.values()[picture.offset() + i];
      samples[i] = (byte) Math.rint(255 * Math.clamp(value, 0f, 1f));
    }
    return new Image(picture.width(), picture.height(), picture.channels(), samples);
  }

  /// As [#of], without the copy; the caller gives the array away.
  static Image ofOwned(int width, int height, int channels, byte[] samples) {
    return new Image(width, height, channels, samples);
  }

  /// A picture of numbers, the way back from [#toUnitTensor]: what lies outside 0..1 is cut off, the
  /// rest rounded to the nearest of 256 levels.
  ///
  /// @param values `[height, width, channels]`, 1, 3 or 4 channels
  public static Image ofUnitTensor(Tensor values) {
    Shape shape = values.shape();
    Args.check(
        shape.rank() == 3,
        "Image.ofUnitTensor",
        "one picture [H, W, C]",
        shape,
        "pass one picture of a batch.");
    checkChannels("Image.ofUnitTensor channels", shape.get(2));
    byte[] samples = new byte[values.elements()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Math.round(255 * Math.clamp(values.get(i), 0, 1));
    }
    return new Image(shape.get(1), shape.get(0), shape.get(2), samples);
  }

  /// Columns, in pixels.
  public int width() {
    return width;
  }

  /// Rows, in pixels.
  public int height() {
    return height;
  }

  /// 1 grey, 3 red, green, blue, 4 with alpha.
  public int channels() {
    return channels;
  }

  /// `[height, width, channels]`.
  public Shape shape() {
    return Shape.of(height, width, channels);
  }

  /// The sample in column `x`, row `y`: 0..255.
  public int at(int x, int y, int channel) {
    Objects.checkIndex(x, width);
    Objects.checkIndex(y, height);
    Objects.checkIndex(channel, channels);
    return samples[(y * width + x) * channels + channel] & 0xFF;
  }

  /// A copy of all samples, row-major, unsigned.
  public byte[] toBytes() {
    return samples.clone();
  }

  /// The samples themselves; for this package, which never changes them.
  byte[] samples() {
    return samples;
  }

  /// This picture in shades of grey: `0.299 R + 0.587 G + 0.114 B` (ITU-R BT.601), rounded.
  ///
  /// The fixed-point weights are Pillow's, so that Keras' `color_mode="grayscale"` gives the same
  /// bytes for opaque pictures. Transparent parts are white, see [#on].
  public Image toGray() {
    if (channels == 1) {
      return this;
    }
    byte[] colors = colors(3);
    byte[] gray = new byte[width * height];
    for (int i = 0; i < gray.length; i++) {
      int red = colors[i * 3] & 0xFF;
      int green = colors[i * 3 + 1] & 0xFF;
      int blue = colors[i * 3 + 2] & 0xFF;
      gray[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
    return new Image(width, height, 1, gray);
  }

  /// This picture in red, green, blue: grey is repeated, transparent parts are white, see [#on].
  public Image toRgb() {
    return channels == 3 ? this : new Image(width, height, 3, colors(3));
  }

  /// This picture without transparency: what has alpha is laid over a color and becomes red, green,
  /// blue; what has none stays as it is.
  ///
  /// A sample is `(c * a + b * (255 - a)) / 255`, rounded, in the levels of the file and not in linear
  /// light, as Pillow's `alpha_composite` and browsers compute it.
  public Image on(Background background) {
    return channels == 4 ? new Image(width, height, 3, background.under(samples)) : this;
  }

  /// Whether any pixel lets through what is behind it.
  public boolean hasTransparency() {
    for (int i = 3; channels == 4 && i < samples.length; i += 4) {
      if (samples[i] != (byte) 0xFF) {
        return true;
      }
    }
    return false;
  }

  /// Whether all pixels have the same color, and the same alpha if there is one.
  public boolean isUniform() {
    return isUniform(channels);
  }

  /// Whether this picture is drawn by its alpha alone: transparency differs, the color does not. On
  /// a background of that color nothing is left of it.
  public boolean isUniformWithoutAlpha() {
    return channels == 4 && isUniform(3) && !isUniform(4);
  }

  private boolean isUniform(int compared) {
    for (int i = 0; i < samples.length; i += channels) {
      for (int c = 0; c < compared; c++) {
        if (samples[i + c] != samples[c]) {
          return false;
        }
      }
    }
    return true;
  }

  private byte[] colors(int wanted) {
    if (channels == 4) {
      return Background.WHITE.under(samples);
    }
    byte[] out = new byte[Math.multiplyExact(width * height, wanted)];
    for (int i = 0; i < width * height; i++) {
      for (int c = 0; c < wanted; c++) {
        out[i * wanted + c] =
            c == 3 ? (byte) 0xFF : samples[i * channels + (channels == 1 ? 0 : c)];
      }
    }
    return out;
  }

  /// Another size, bilinear with half-pixel centres and without antialiasing.
  ///
  /// `source = (target + 0.5) * in / out - 0.5` along each axis, borders repeated, the result
  /// rounded to the nearest byte (ties to even), as `tf.image.resize` and Keras' `Resizing` do for
  /// whole numbers. [Resize] knows other ways.
  ///
  /// @param width new columns, at least 1
  /// @param height new rows, at least 1
  public Image resize(int width, int height) {
    Args.positive("Image.resize width", width);
    Args.positive("Image.resize height", height);
    if (width == this.width && height == this.height) {
      return this;
    }
    return Resize.to(width, height).on(this);
  }

  /// A part of this picture.
  ///
  /// @param left first column
  /// @param top first row
  /// @param width columns, at least 1
  /// @param height rows, at least 1
  public Image crop(int left, int top, int width, int height) {
    return crop(new Part(left, top, width, height));
  }

  /// A part of this picture.
  public Image crop(Part part) {
    part.inside("Image.crop", width, height);
    if (part.width() == width && part.height() == height) {
      return this;
    }
    int length = part.width() * channels;
    byte[] kept = new byte[length * part.height()];
    for (int y = 0; y < part.height(); y++) {
      int from = ((part.top() + y) * width + part.left()) * channels;
      System.arraycopy(samples, from, kept, y * length, length);
    }
    return new Image(part.width(), part.height(), channels, kept);
  }

  /// The middle of this picture, as Keras' `CenterCrop` cuts it.
  ///
  /// @param width columns, at most as many as there are
  /// @param height rows, at most as many as there are
  public Image centerCrop(int width, int height) {
    return crop((this.width - width) / 2, (this.height - height) / 2, width, height);
  }

  /// The samples as floats 0..255, `[height, width, channels]`, as Keras' `img_to_array`.
  ///
  /// @param channels 1 (see [#toGray]), 3 (see [#toRgb]) or 4 (opaque if this has no alpha)
  public Tensor toTensor(int channels) {
    return tensor(channels, 1);
  }

  /// The samples divided by 255, floats 0..1, `[height, width, channels]`, as the built-in data
  /// sets hold them.
  ///
  /// @param channels 1 (see [#toGray]), 3 (see [#toRgb]) or 4 (opaque if this has no alpha)
  public Tensor toUnitTensor(int channels) {
    return tensor(channels, 255);
  }

  /// The samples divided by 255 as a float picture of its own, 0..1, with the channels of this one.
  public Pixels toPixels() {
    Pixels pixels = Pixels.allocate(shape());
    for (int i = 0; i < samples.length; i++) {
      pixels.values()[i] = (samples[i] & 0xFF) / 255f;
    }
    return pixels;
  }

  private Tensor tensor(int wanted, float divisor) {
    checkChannels("Image.toTensor channels", wanted);
    byte[] bytes = wanted == channels ? samples : wanted == 1 ? toGray().samples : colors(wanted);
    return Tensor.generate(Shape.of(height, width, wanted), i -> (bytes[i] & 0xFF) / divisor);
  }

  private static void checkChannels(String where, int channels) {
    Args.check(
        channels == 1 || channels == 3 || channels == 4,
        where,
        "1 (grey), 3 (red, green, blue) or 4 (with alpha)",
        channels,
        "pass 1, 3 or 4.");
  }

  private static String size(int width, int height, int channels) {
    return width + " x " + height + " x " + channels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image that
        && width == that.width
        && height == that.height
        && channels == that.channels
        && Arrays.equals(samples, that.samples);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, channels, Arrays.hashCode(samples));
  }

  /// As in `Image[28 x 28 x 1]`: width, height, channels.
  @Override
  public String toString() {
    return "Image[" + size(width, height, channels) + "]";
  }
}
