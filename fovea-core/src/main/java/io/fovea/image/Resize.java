// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import java.util.Arrays;

/// Brings pictures to one size.
///
/// Shares of pixels are computed once per size and applied along one axis after the other. Where a
/// kernel reaches beyond the border, the shares of the pixels inside are made to sum to 1.
///
/// ```java
/// Resize square = Resize.to(224, 224).crop();            // keeps proportions, cuts the sides
/// Image small = Resize.to(64, 48).interpolation(Interpolation.AREA).on(photo);
/// ```
///
/// @param width columns of the result
/// @param height rows of the result
/// @param interpolation how pixels are mixed
/// @param antialias whether shrinking takes all pixels into account; as `tf.image.resize` it does
///     not change nearest and area
/// @param fit what happens to pictures of other proportions
@CheckReturnValue
public record Resize(
    int width, int height, Interpolation interpolation, boolean antialias, Fit fit) {

  /// What happens to pictures whose proportions are not those of the target.
  public enum Fit {
    /// They are stretched or squeezed.
    STRETCH,
    /// The largest part of the target's proportions is taken from the middle.
    CROP,
    /// They fit inside, in the middle, and the rest is 0.
    PAD
  }

  /// Checks the size.
  public Resize {
    Args.positive("Resize.width", width);
    Args.positive("Resize.height", height);
  }

  /// Stretches to this size, bilinear without antialiasing.
  public static Resize to(int width, int height) {
    return new Resize(width, height, Interpolation.BILINEAR, false, Fit.STRETCH);
  }

  /// How pixels are mixed.
  public Resize interpolation(Interpolation interpolation) {
    return new Resize(width, height, interpolation, antialias, fit);
  }

  /// Takes all pixels into account when shrinking.
  public Resize antialiased() {
    return new Resize(width, height, interpolation, true, fit);
  }

  /// Keeps proportions and cuts off what does not fit, as Keras' `crop_to_aspect_ratio`.
  public Resize crop() {
    return new Resize(width, height, interpolation, antialias, Fit.CROP);
  }

  /// Keeps proportions and leaves the rest 0, as Keras' `pad_to_aspect_ratio`.
  public Resize pad() {
    return new Resize(width, height, interpolation, antialias, Fit.PAD);
  }

  /// The resized picture, rounded to the nearest byte (ties to even).
  public Image on(Image image) {
    if (image.width() == width && image.height() == height) {
      return image;
    }
    int channels = image.channels();
    int length = Math.multiplyExact(Math.multiplyExact(width, height), channels);
    Pixels result = Pixels.of(Shape.of(height, width, channels), new float[length], 0);
    on(image, result);
    byte[] samples = new byte[length];
    for (int i = 0; i < length; i++) {
      // kernels with negative parts overshoot
      samples[i] = (byte) Math.clamp((int) Math.rint(result.values()[i]), 0, 255);
    }
    return Image.ofOwned(width, height, channels, samples);
  }

  /// Writes the resized picture into `target`, 0..255, not rounded.
  ///
  /// @param target of this size, with the channels of the picture
  public void on(Image image, Pixels target) {
    on(image, Part.all(image.width(), image.height()), target);
  }

  /// As [#on(Image, Pixels)], of a part of the picture; what lies around it counts for nothing.
  public void on(Image image, Part part, Pixels target) {
    on(Region.of(image, part), target);
  }

  /// Writes a resized part of a float picture into `target`, in the range of the picture.
  ///
  /// @param target another picture, of this size, with the channels of the first
  public void on(Pixels picture, Part part, Pixels target) {
    on(Region.of(picture, part), target);
  }

  private void on(Region source, Pixels target) {
    switch (fit) {
      case STRETCH -> stretched(source, target);
      case CROP -> stretched(source.with(middle(source.part())), target);
      case PAD -> padded(source, target);
    }
  }

  /// The largest part of the target's proportions.
  private Part middle(Part part) {
    int columns = clamp((int) ((float) (part.height() * (long) width) / height), part.width());
    int rows = clamp((int) ((float) (part.width() * (long) height) / width), part.height());
    int left = part.left() + (part.width() - columns) / 2;
    return new Part(left, part.top() + (part.height() - rows) / 2, columns, rows);
  }

  private static int clamp(int size, int most) {
    return Math.clamp(size, 1, most);
  }

  private void padded(Region source, Pixels target) {
    Part part = source.part();
    double scale = Math.min((double) width / part.width(), (double) height / part.height());
    int columns = clamp((int) Math.rint(part.width() * scale), width);
    int rows = clamp((int) Math.rint(part.height() * scale), height);
    var inside = Pixels.allocate(Shape.of(rows, columns, source.channels()));
    new Resize(columns, rows, interpolation, antialias, Fit.STRETCH).on(source, inside);
    int from = target.offset();
    Arrays.fill(target.values(), from, from + target.elements(), 0);
    int left = (width - columns) / 2;
    int top = (height - rows) / 2;
    int length = columns * source.channels();
    for (int y = 0; y < rows; y++) {
      int at = target.index(top + y, left);
      System.arraycopy(inside.values(), inside.index(y, 0), target.values(), at, length);
    }
  }

  private void stretched(Region source, Pixels target) {
    Shape shape = Shape.of(height, width, source.channels());
    Args.check(
        target.shape().equals(shape),
        "Resize.on target",
        shape.toString(),
        target.shape(),
        "pass a target of this size and of the picture's channels.");
    var across = Taps.of(source.part().width(), width, interpolation, antialias);
    var down = Taps.of(source.part().height(), height, interpolation, antialias);
    new Resampler(source, across, down).into(target);
  }
}
