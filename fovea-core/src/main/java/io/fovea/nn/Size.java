// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The sides of a window, or its steps, in pixels or cells: one number for each spatial axis, in the
/// order of shapes, so the length of sequences, height and width of pictures, depth, height and width
/// of volumes.
///
/// @param sides one to three, each at least 1
public record Size(List<Integer> sides) {
  private static final int MOST_AXES = 3;
  private static final List<String> NAMES = List.of("depth", "height", "width");

  /// Checks and copies them.
  public Size {
    sides = List.copyOf(sides);
    Args.within("size.axes", sides.size(), 1, MOST_AXES);
    for (int axis = 0; axis < sides.size(); axis++) {
      String side = sides.size() == 1 ? "length" : NAMES.get(MOST_AXES - sides.size() + axis);
      Args.positive("size." + side, sides.get(axis));
    }
  }

  /// A height and a width.
  public Size(int height, int width) {
    this(List.of(height, width));
  }

  /// One side for each axis.
  public static Size of(int... sides) {
    return new Size(IntStream.of(sides).boxed().toList());
  }

  /// The same height and width.
  public static Size square(int side) {
    return uniform(2, side);
  }

  /// The same side along each of `rank` axes.
  public static Size uniform(int rank, int side) {
    return new Size(Collections.nCopies(rank, side));
  }

  /// Number of axes.
  public int rank() {
    return sides.size();
  }

  /// The side along an axis, counted from 0.
  public int along(int axis) {
    return sides.get(axis);
  }

  /// The side before the last.
  public int height() {
    return sides.get(rank() - 2);
  }

  /// The last side.
  public int width() {
    return sides.getLast();
  }

  /// The sides, then further numbers.
  int[] with(int... further) {
    return IntStream.concat(sides.stream().mapToInt(Integer::intValue), IntStream.of(further))
        .toArray();
  }

  /// As in `3`, `1x7` or `1x3x3`.
  @Override
  public String toString() {
    return sides.stream().distinct().count() == 1
        ? String.valueOf(width())
        : sides.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
