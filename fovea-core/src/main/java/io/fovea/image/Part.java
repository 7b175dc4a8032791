// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import io.fovea.error.Args;

/// A rectangle of pixels within a picture.
///
/// @param left first column
/// @param top first row
/// @param width columns, at least 1
/// @param height rows, at least 1
public record Part(int left, int top, int width, int height) {
  /// Which part of a picture is wanted, decided when its size is known and before it is decoded.
  @FunctionalInterface
  public interface Choice {
    /// The part of a picture of this size.
    Part of(int width, int height);
  }

  /// All of a picture of this size.
  public static Part all(int width, int height) {
    return new Part(0, 0, width, height);
  }

  /// This part, if it lies inside a picture of this size.
  Part inside(String where, int width, int height) {
    Args.check(
        left >= 0
            && top >= 0
            && this.width >= 1
            && this.height >= 1
            && this.width <= width - left
            && this.height <= height - top,
        where,
        "a part of a picture of " + width + " x " + height,
        this,
        "choose a part inside the picture.");
    return this;
  }

  @Override
  public String toString() {
    return width + " x " + height + " from column " + left + ", row " + top;
  }
}
