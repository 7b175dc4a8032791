// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Shape;
import java.util.List;

/// A sliding window over the spatial axes of `[N, spatial..., C]`: one [Axis] each, so one axis for
/// sequences, two for pictures, three for volumes.
///
/// @param axes from the first spatial axis (height) to the last (width)
public record Window(List<Axis> axes) {
  /// Copies the list.
  public Window {
    axes = List.copyOf(axes);
  }

  /// A window over pictures.
  public static Window of(Axis height, Axis width) {
    return new Window(List.of(height, width));
  }

  /// Number of spatial axes.
  public int rank() {
    return axes.size();
  }

  /// Cells of one window: the product of the kernel sides.
  public int cells() {
    return axes.stream().mapToInt(Axis::kernel).reduce(1, Math::multiplyExact);
  }

  /// Whether any axis pads.
  public boolean pads() {
    return axes.stream().anyMatch(axis -> axis.before() > 0 || axis.after() > 0);
  }

  /// The kernel sides, e.g. `[3, 3]`.
  public Shape kernel() {
    return new Shape(axes.stream().map(Axis::kernel).toList());
  }

  /// The spatial sizes after this window slid over `[N, spatial..., C]`.
  public Shape positions(Shape input) {
    var sizes = new int[rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = axes.get(i).positions(input.get(i + 1));
    }
    return Shape.of(sizes);
  }
}
