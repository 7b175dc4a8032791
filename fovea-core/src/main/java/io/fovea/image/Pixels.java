// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;

/// One float picture inside a larger array, row-major `[height, width, channels]`.
///
/// A view without data of its own: a batch is one array, and each of its pictures is a `Pixels`
/// on it, so that a picture is written where the network reads it. The values are mutable and
/// belong to whoever made the view; the view itself never changes.
///
/// Examples that are not pictures (any rank but 3) count as one pixel whose channels are all
/// values.
public final class Pixels {
  private final Shape shape;
  private final float[] values;
  private final int offset;
  private final int height;
  private final int width;
  private final int channels;

  private Pixels(Shape shape, float[] values, int offset) {
    this.shape = shape;
    this.values = values;
    this.offset = offset;
    boolean picture = shape.rank() == 3;
    height = picture ? shape.get(0) : 1;
    width = picture ? shape.get(1) : 1;
    channels = picture ? shape.get(2) : Math.toIntExact(shape.elements());
  }

  /// A picture of zeros in an array of its own.
  public static Pixels allocate(Shape shape) {
    return new Pixels(shape, new float[Math.toIntExact(shape.elements())], 0);
  }

  /// A view of `values` from position `offset` on; not a copy.
  public static Pixels of(Shape shape, float[] values, int offset) {
    Args.check(
        offset >= 0 && offset + shape.elements() <= values.length,
        "Pixels.of",
        shape.elements() + " values from position " + offset,
        values.length + " values",
        "pass an array that holds the whole picture.");
    return new Pixels(shape, values, offset);
  }

  /// `[height, width, channels]`.
  public Shape shape() {
    return shape;
  }

  /// The array that holds the picture, shared with others; the picture begins at [#offset].
  public float[] values() {
    return values;
  }

  /// Position of the first value of the picture within [#values].
  public int offset() {
    return offset;
  }

  /// Rows, in pixels.
  public int height() {
    return height;
  }

  /// Columns, in pixels.
  public int width() {
    return width;
  }

  /// Values per pixel.
  public int channels() {
    return channels;
  }

  /// Number of values.
  public int elements() {
    return height * width * channels;
  }

  /// Position within [#values] of channel 0 of the pixel in row `y`, column `x`.
  public int index(int y, int x) {
    return offset + (y * width + x) * channels;
  }

  /// Overwrites this picture with another of as many values.
  public void copyFrom(Pixels source) {
    System.arraycopy(source.values, source.offset, values, offset, source.elements());
  }
}
