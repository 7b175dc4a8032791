// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Window;
import io.fovea.tensor.Shape;

/// Which cell of a picture each cell of a sliding window covers, at each of its positions.
final class WindowCells {
  /// What [#at] gives for padding.
  static final int OUTSIDE = -1;

  private final int positions;
  private final int cells;
  private final int[] at;

  /// @param spatial sizes that the window slides over
  WindowCells(Window window, Shape spatial) {
    var slid = window.positions(Shape.of(1).then(spatial).then(Shape.of(1)));
    positions = Math.toIntExact(slid.elements());
    cells = window.cells();
    at = new int[positions * cells];
    for (int position = 0; position < positions; position++) {
      for (int cell = 0; cell < cells; cell++) {
        at[position * cells + cell] = locate(window, spatial, slid, position, cell);
      }
    }
  }

  private static int locate(Window window, Shape spatial, Shape slid, int position, int cell) {
    int flat = 0;
    int step = 1;
    for (int i = window.rank() - 1; i >= 0; i--) {
      var axis = window.axes().get(i);
      int along = position % slid.get(i) * axis.stride();
      int inside = cell % axis.kernel() * axis.dilation();
      int index = along + inside - axis.before();
      if (index < 0 || index >= spatial.get(i)) {
        return OUTSIDE;
      }
      flat += index * step;
      step *= spatial.get(i);
      position /= slid.get(i);
      cell /= axis.kernel();
    }
    return flat;
  }

  /// Number of window positions.
  int positions() {
    return positions;
  }

  /// Number of cells of the window.
  int cells() {
    return cells;
  }

  /// Row-major number of the picture's cell, or [#OUTSIDE].
  int at(int position, int cell) {
    return at[position * cells + cell];
  }
}
