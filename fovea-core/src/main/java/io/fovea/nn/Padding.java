// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.graph.Axis;
import java.util.Collections;
import java.util.List;

/// The border rule of a window that slides over sequences, pictures or volumes.
public sealed interface Padding {
  /// As many zeros as it takes for `ceil(size / stride)` outputs; an odd surplus goes to the end: the
  /// bottom and right (Keras' `same`).
  Padding SAME = new Same();

  /// No border.
  Padding VALID = new Explicit(List.of());

  /// As many outputs as [#SAME], with zeros in front only, so that no output sees what comes later.
  Padding CAUSAL = new Causal();

  /// The same border on all four sides of pictures, in pixels (PyTorch's `padding=p`).
  static Padding symmetric(int pixels) {
    return symmetric(2, pixels);
  }

  /// The same border at both ends of each of `rank` axes.
  static Padding symmetric(int rank, int cells) {
    return new Explicit(Collections.nCopies(rank, new Border(cells, cells)));
  }

  /// How a window moves along an axis.
  ///
  /// @param axis number of the spatial axis, from 0
  /// @param size of the axis
  /// @param free how it moves without a border
  Axis along(int axis, int size, Axis free);

  /// See [#SAME].
  record Same() implements Padding {
    @Override
    public Axis along(int axis, int size, Axis free) {
      return Axis.same(size, free.kernel(), free.stride(), free.dilation());
    }
  }

  /// See [#CAUSAL].
  record Causal() implements Padding {
    @Override
    public Axis along(int axis, int size, Axis free) {
      return free.padded(free.reach() - 1, 0);
    }
  }

  /// A border of given widths.
  ///
  /// @param borders one for each spatial axis; empty if all of them are
  record Explicit(List<Border> borders) implements Padding {
    /// Copies the list; many times no border is none.
    public Explicit {
      borders = borders.stream().allMatch(Border.NONE::equals) ? List.of() : List.copyOf(borders);
    }

    /// A border around pictures, in pixels.
    public Explicit(int top, int bottom, int left, int right) {
      this(
          List.of(
              new Border(
                  Args.notNegative("padding.top", top), Args.notNegative("padding.bottom", bottom)),
              new Border(
                  Args.notNegative("padding.left", left),
                  Args.notNegative("padding.right", right))));
    }

    /// The border along a spatial axis, counted from 0.
    public Border along(int axis) {
      return borders.isEmpty() ? Border.NONE : borders.get(axis);
    }

    @Override
    public Axis along(int axis, int size, Axis free) {
      return free.padded(along(axis).before(), along(axis).after());
    }

    /// Of pictures, in pixels.
    public int top() {
      return along(0).before();
    }

    /// Of pictures, in pixels.
    public int bottom() {
      return along(0).after();
    }

    /// Of pictures, in pixels.
    public int left() {
      return along(1).before();
    }

    /// Of pictures, in pixels.
    public int right() {
      return along(1).after();
    }

    /// As in `Explicit[top=1, bottom=1, left=0, right=0]` around pictures.
    @Override
    public String toString() {
      return borders.size() == 2
          ? "Explicit[top="
              + top()
              + ", bottom="
              + bottom()
              + ", left="
              + left()
              + ", right="
              + right()
              + "]"
          : "Explicit" + borders;
    }
  }
}
