package io.fovea.nn;

import io.fovea.error.ShapeException;
import io.fovea.graph.Op;
import io.fovea.graph.Window;

/// What convolutions over sequences, pictures and volumes have in common.
final class Convolving {
  private Convolving() {}

  /// Throws unless groups divide channels and filters.
  ///
  /// @param call the layer as it is written, e.g. `conv2d(8, 3)`
  static void requireGroups(Node x, String call, int filters, int groups) {
    int channels = x.channels();
    if (channels % groups != 0 || filters % groups != 0) {
      throw new ShapeException(
          x.path(),
          call + ".groups(" + groups + ") to have groups that divide input channels and filters",
          channels + " input channels and " + filters + " filters",
          "use groups(1), or a filter count divisible by " + groups + ".");
    }
  }

  /// Declares kernel and bias, convolves, and applies the activation.
  static Node on(
      Node x, Window window, int filters, int groups, Weights weights, Activation activation) {
    int[] shape = new int[window.rank() + 2];
    for (int axis = 0; axis < window.rank(); axis++) {
      shape[axis] = window.axes().get(axis).kernel();
    }
    shape[window.rank()] = x.channels() / groups;
    shape[window.rank() + 1] = filters;
    var kernels = x.param("kernel", weights.kernel(), weights.penalty(), shape);
    var op = new Op.Conv(window, groups);
    var z =
        weights.hasBias()
            ? x.op(op, kernels, x.param("bias", weights.bias(), filters))
            : x.op(op, kernels);
    return activation.on(z);
  }
}
