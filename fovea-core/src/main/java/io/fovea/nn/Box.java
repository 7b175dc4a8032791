package io.fovea.nn;

import io.fovea.error.Args;

/// A depth, a height and a width, in cells of a volume.
///
/// @param depth at least 1
/// @param height at least 1
/// @param width at least 1
public record Box(int depth, int height, int width) {
  /// Checks all three.
  public Box {
    Args.positive("box.depth", depth);
    Args.positive("box.height", height);
    Args.positive("box.width", width);
  }

  /// The same depth, height and width.
  public static Box cube(int side) {
    return new Box(side, side, side);
  }

  /// As in `3` or `1x3x3`.
  @Override
  public String toString() {
    return depth == height && height == width
        ? String.valueOf(depth)
        : depth + "x" + height + "x" + width;
  }
}
