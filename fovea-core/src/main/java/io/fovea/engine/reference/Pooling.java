// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Window;
import java.util.Arrays;

/// Pooling; each channel of each example by itself.
final class Pooling {
  private Pooling() {}

  /// Largest value and its place inside the window, row-major. The first of equals wins; NaN beats
  /// everything, so that it is not hidden.
  static void max(Window window, Block x, Block y, Block index) {
    var cells = new WindowCells(window, x.spatial());
    for (int i = 0; i < y.elements(); i++) {
      double best = Double.NEGATIVE_INFINITY;
      int place = -1;
      for (int cell = 0; cell < cells.cells(); cell++) {
        int at = place(x, cells, y, i, cell);
        if (at == WindowCells.OUTSIDE) {
          continue;
        }
        double value = x.values()[at];
        if (place < 0 || value > best || (Double.isNaN(value) && !Double.isNaN(best))) {
          best = value;
          place = cell;
        }
      }
      y.values()[i] = best;
      index.values()[i] = Math.max(place, 0);
    }
  }

  /// Each slope goes to the place of the largest value.
  static void maxBack(Window window, Block dy, Block index, Block dx) {
    Arrays.fill(dx.values(), 0);
    var cells = new WindowCells(window, dx.spatial());
    for (int i = 0; i < dy.elements(); i++) {
      int at = place(dx, cells, dy, i, (int) index.values()[i]);
      if (at != WindowCells.OUTSIDE) {
        dx.values()[at] += dy.values()[i];
      }
    }
  }

  /// Mean over the cells that are not padding; 0 where there are none.
  static void mean(Window window, Block x, Block y) {
    var cells = new WindowCells(window, x.spatial());
    for (int i = 0; i < y.elements(); i++) {
      double sum = 0;
      int count = 0;
      for (int cell = 0; cell < cells.cells(); cell++) {
        int at = place(x, cells, y, i, cell);
        if (at != WindowCells.OUTSIDE) {
          sum += x.values()[at];
          count++;
        }
      }
      y.values()[i] = count == 0 ? 0 : sum / count;
    }
  }

  /// Each slope is shared out evenly to the cells of its window.
  static void meanBack(Window window, Block dy, Block dx) {
    Arrays.fill(dx.values(), 0);
    var cells = new WindowCells(window, dx.spatial());
    for (int i = 0; i < dy.elements(); i++) {
      int count = 0;
      for (int cell = 0; cell < cells.cells(); cell++) {
        count += place(dx, cells, dy, i, cell) == WindowCells.OUTSIDE ? 0 : 1;
      }
      for (int cell = 0; cell < cells.cells(); cell++) {
        int at = place(dx, cells, dy, i, cell);
        if (at != WindowCells.OUTSIDE) {
          dx.values()[at] += dy.values()[i] / count;
        }
      }
    }
  }

  /// The element of `x` that a window cell covers for element `i` of `y`, or `OUTSIDE`.
  private static int place(Block x, WindowCells cells, Block y, int i, int cell) {
    int channels = y.channels();
    int channel = i % channels;
    int position = i / channels % cells.positions();
    int example = i / channels / cells.positions();
    int at = cells.at(position, cell);
    int picture = x.elements() / x.examples() / channels;
    return at == WindowCells.OUTSIDE ? at : (example * picture + at) * channels + channel;
  }
}
