// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.tensor.Shape;
import java.util.Arrays;

/// Other spatial sizes, with half-pixel centres: output cell `i` looks at
/// `(i + 0.5) in / out - 0.5` of the input.
final class Resampling {
  private Resampling() {}

  /// Nearest cell, or linear between the two neighbours along each axis.
  static void forward(boolean linear, Block x, Block y) {
    Arrays.fill(y.values(), 0);
    visit(linear, x, y, (xAt, yAt, weight) -> y.values()[yAt] += weight * x.values()[xAt]);
  }

  /// Each slope goes back with the weight that the value came with.
  static void back(boolean linear, Block dy, Block dx) {
    Arrays.fill(dx.values(), 0);
    visit(linear, dx, dy, (xAt, yAt, weight) -> dx.values()[xAt] += weight * dy.values()[yAt]);
  }

  private interface Body {
    void meet(int xAt, int yAt, double weight);
  }

  private static void visit(boolean linear, Block x, Block y, Body body) {
    var from = x.spatial();
    var to = y.spatial();
    int channels = x.channels();
    int cells = Math.toIntExact(from.elements());
    int positions = Math.toIntExact(to.elements());
    int corners = linear ? 1 << from.rank() : 1;
    for (int position = 0; position < positions; position++) {
      for (int corner = 0; corner < corners; corner++) {
        var tap = linear ? corner(from, to, position, corner) : nearest(from, to, position);
        if (tap.weight() == 0) {
          continue; // beyond the edge; must not carry a NaN
        }
        for (int n = 0; n < x.examples(); n++) {
          for (int c = 0; c < channels; c++) {
            body.meet(
                (n * cells + tap.at()) * channels + c,
                (n * positions + position) * channels + c,
                tap.weight());
          }
        }
      }
    }
  }

  private record Tap(int at, double weight) {}

  private static Tap nearest(Shape from, Shape to, int position) {
    int flat = 0;
    int step = 1;
    for (int axis = from.rank() - 1; axis >= 0; axis--) {
      int size = from.get(axis);
      int index = (int) Math.floor((position % to.get(axis) + 0.5) * size / to.get(axis));
      flat += Math.min(index, size - 1) * step;
      step *= size;
      position /= to.get(axis);
    }
    return new Tap(flat, 1);
  }

  /// @param corner one bit per axis: 0 the lower neighbour, 1 the upper one
  private static Tap corner(Shape from, Shape to, int position, int corner) {
    int flat = 0;
    int step = 1;
    double weight = 1;
    for (int axis = from.rank() - 1; axis >= 0; axis--) {
      int size = from.get(axis);
      double exact = (position % to.get(axis) + 0.5) * size / to.get(axis) - 0.5;
      double source = Math.clamp(exact, 0, size - 1);
      int lower = (int) source;
      boolean upper = (corner >> axis & 1) == 1;
      weight *= upper ? source - lower : 1 - (source - lower);
      flat += (upper ? Math.min(lower + 1, size - 1) : lower) * step;
      step *= size;
      position /= to.get(axis);
    }
    return new Tap(flat, weight);
  }
}
