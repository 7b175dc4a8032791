// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

/// Softmax and its logarithm, along the last axis.
final class Softmaxes {
  private Softmaxes() {}

  /// `y = exp(x - largest) / sum exp(x - largest)`.
  static void softmax(Block x, Block y) {
    logSoftmax(x, y);
    for (int i = 0; i < y.elements(); i++) {
      y.values()[i] = Math.exp(y.values()[i]);
    }
  }

  /// `y = x - largest - ln(sum exp(x - largest))`.
  static void logSoftmax(Block x, Block y) {
    int classes = x.channels();
    for (int row = 0; row < x.elements(); row += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        largest = Math.max(largest, x.values()[row + c]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(x.values()[row + c] - largest);
      }
      for (int c = 0; c < classes; c++) {
        y.values()[row + c] = x.values()[row + c] - largest - Math.log(sum);
      }
    }
  }

  /// `dx = y (dy - sum(dy y))`; for the logarithm `dx = dy - exp(y) sum(dy)`.
  static void back(boolean log, Block dy, Block y, Block dx) {
    int classes = y.channels();
    for (int row = 0; row < y.elements(); row += classes) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += dy.values()[row + c] * (log ? 1 : y.values()[row + c]);
      }
      for (int c = 0; c < classes; c++) {
        double slope = dy.values()[row + c];
        double value = y.values()[row + c];
        dx.values()[row + c] = log ? slope - Math.exp(value) * sum : value * (slope - sum);
      }
    }
  }
}
