// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Window;
import java.util.Arrays;
import java.util.List;

/// Convolution and its two gradients: the same five loops, with another operand written.
///
/// Channels fall into `groups` blocks; filters `[kernel..., C / groups, filters]` too, and filter `o`
/// of block `b` sees the channels of block `b`.
final class Convolution {
  private Convolution() {}

  /// `y[n, p, o] = bias[o] + sum over cells, i of x[n, at(p, cell), i] filter[cell, i, o]`.
  static void forward(Window window, int groups, List<Block> in, Block y) {
    var x = in.get(0);
    var filter = in.get(1);
    if (in.size() > 2) {
      double[] bias = in.get(2).values();
      Arrays.setAll(y.values(), i -> bias[i % bias.length]);
    } else {
      Arrays.fill(y.values(), 0);
    }
    double[] from = x.values();
    double[] w = filter.values();
    double[] to = y.values();
    visit(
        window,
        groups,
        x,
        y,
        (xAt, filterAt, yAt, filtersPerGroup) -> {
          double value = from[xAt];
          for (int o = 0; o < filtersPerGroup; o++) {
            to[yAt + o] += value * w[filterAt + o];
          }
        });
  }

  /// `dx[n, at(p, cell), i] += sum over o of dy[n, p, o] filter[cell, i, o]`.
  static void backData(Window window, int groups, Block dy, Block filter, Block dx) {
    Arrays.fill(dx.values(), 0);
    double[] from = dy.values();
    double[] w = filter.values();
    double[] to = dx.values();
    visit(
        window,
        groups,
        dx,
        dy,
        (dxAt, filterAt, dyAt, filtersPerGroup) -> {
          double sum = 0;
          for (int o = 0; o < filtersPerGroup; o++) {
            sum += from[dyAt + o] * w[filterAt + o];
          }
          to[dxAt] += sum;
        });
  }

  /// `dfilter[cell, i, o] += x[n, at(p, cell), i] dy[n, p, o]`, and `dbias[o]` sums `dy`.
  static void backFilter(Window window, int groups, Block x, Block dy, Block dfilter, Block dbias) {
    Arrays.fill(dfilter.values(), 0);
    Arrays.fill(dbias.values(), 0);
    double[] from = x.values();
    double[] slope = dy.values();
    double[] to = dfilter.values();
    visit(
        window,
        groups,
        x,
        dy,
        (xAt, filterAt, dyAt, filtersPerGroup) -> {
          double value = from[xAt];
          for (int o = 0; o < filtersPerGroup; o++) {
            to[filterAt + o] += value * slope[dyAt + o];
          }
        });
    for (int i = 0; i < slope.length; i++) {
      dbias.values()[i % dbias.elements()] += slope[i];
    }
  }

  /// What to do with one input cell and the filters that look at it.
  private interface Body {
    /// @param xAt position in `x`
    /// @param filterAt position in the filter; the next `filtersPerGroup` belong together
    /// @param yAt position in `y`; likewise
    void meet(int xAt, int filterAt, int yAt, int filtersPerGroup);
  }

  private static void visit(Window window, int groups, Block x, Block y, Body body) {
    var cells = new WindowCells(window, x.spatial());
    int channels = x.channels();
    int filters = y.channels();
    int inGroup = channels / groups;
    int outGroup = filters / groups;
    int picture = x.elements() / x.examples() / channels;
    for (int n = 0; n < x.examples(); n++) {
      for (int p = 0; p < cells.positions(); p++) {
        for (int cell = 0; cell < cells.cells(); cell++) {
          int at = cells.at(p, cell);
          if (at == WindowCells.OUTSIDE) {
            continue;
          }
          int xAt = (n * picture + at) * channels;
          int yAt = (n * cells.positions() + p) * filters;
          for (int group = 0; group < groups; group++) {
            for (int i = 0; i < inGroup; i++) {
              body.meet(
                  xAt + group * inGroup + i,
                  (cell * inGroup + i) * filters + group * outGroup,
                  yAt + group * outGroup,
                  outGroup);
            }
          }
        }
      }
    }
  }
}
