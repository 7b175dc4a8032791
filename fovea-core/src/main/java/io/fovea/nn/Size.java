package io.fovea.nn;

import io.fovea.error.Args;

/// A height and a width, in pixels or cells.
///
/// @param height at least 1
/// @param width at least 1
public record Size(int height, int width) {
  /// Checks both.
  public Size {
    Args.positive("size.height", height);
    Args.positive("size.width", width);
  }

  /// The same height and width.
  public static Size square(int side) {
    return new Size(side, side);
  }

  /// As in `3` or `1x7`.
  @Override
  public String toString() {
    return height == width ? String.valueOf(height) : height + "x" + width;
  }
}
