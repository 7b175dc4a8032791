// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Axis;
import io.fovea.graph.Window;
import java.util.ArrayList;

/// How a window slides over sequences, pictures or volumes.
///
/// @param stride step along each spatial axis, in cells
/// @param padding border rule
/// @param dilation distance between neighbouring cells of the window; 1 means none
@CheckReturnValue
public record Sliding(Size stride, Padding padding, Size dilation) {
  /// Checks that all are about the same axes.
  public Sliding {
    Args.given("sliding.stride", stride);
    Args.given("sliding.padding", padding);
    Args.given("sliding.dilation", dilation);
    int rank = stride.rank();
    Args.check(
        dilation.rank() == rank,
        "sliding.dilation",
        axes(rank),
        dilation,
        "pass one number for each spatial axis.");
    Args.check(
        !(padding instanceof Padding.Explicit(var borders))
            || borders.isEmpty()
            || borders.size() == rank,
        "sliding.padding",
        "a border for " + axes(rank),
        padding,
        "pass one border for each spatial axis.");
  }

  /// Cell by cell over what is there.
  ///
  /// @param rank 1 for sequences, 2 for pictures, 3 for volumes
  public static Sliding over(int rank) {
    return new Sliding(Size.uniform(rank, 1), Padding.VALID, Size.uniform(rank, 1));
  }

  /// Window beside window over what is there.
  static Sliding sideBySide(Size window) {
    return over(window.rank()).stride(window);
  }

  /// Number of spatial axes.
  public int rank() {
    return stride.rank();
  }

  /// Another stride.
  public Sliding stride(Size stride) {
    return new Sliding(stride, padding, dilation);
  }

  /// Another border rule.
  public Sliding padding(Padding padding) {
    return new Sliding(stride, padding, dilation);
  }

  /// Another dilation.
  public Sliding dilation(Size dilation) {
    return new Sliding(stride, padding, dilation);
  }

  /// One number for all axes, or one for each.
  Size size(String where, int... cells) {
    Args.given(where, cells);
    if (cells.length == 1) {
      return Size.uniform(rank(), cells[0]);
    }
    Args.check(
        cells.length == rank(),
        where,
        "one number, or one for each of " + axes(rank()),
        cells.length + " numbers",
        "pass one number for all axes.");
    return Size.of(cells);
  }

  /// The window of a kernel of this size over `x`.
  ///
  /// @param who the layer, for messages
  /// @throws io.fovea.error.ShapeException if `x` has more or fewer axes
  Window on(Node x, String who, Size kernel) {
    Args.check(
        kernel.rank() == rank(),
        who + ".kernel",
        axes(rank()),
        kernel,
        "give kernel, stride and dilation a number for each spatial axis.");
    requireAxes(x, who);
    var axes = new ArrayList<Axis>();
    for (int i = 0; i < rank(); i++) {
      var free = new Axis(kernel.along(i), stride.along(i), dilation.along(i), 0, 0);
      axes.add(padding.along(i, x.shape().get(i + 1), free));
    }
    return new Window(axes);
  }

  private void requireAxes(Node x, String who) {
    switch (rank()) {
      case 1 ->
          x.requireRank(3, who, "[N, L, C]", "give it sequences, or use conv2d for pictures.");
      case 2 -> x.requirePictures(who);
      default ->
          x.requireRank(5, who, "[N, D, H, W, C]", "give it volumes, or use conv2d for pictures.");
    }
  }

  private static String axes(int rank) {
    return rank == 1 ? "1 spatial axis" : rank + " spatial axes";
  }
}
