// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// How the axes of a value lie in the file.
enum Order {
  /// As in Fovea: `[N, spatial..., C]`.
  CHANNELS_LAST,
  /// As ONNX wants them for convolution and pooling: `[N, C, spatial...]`. The same as the other one
  /// for values of less than three axes.
  CHANNELS_FIRST;

  /// Which axis of Fovea's each axis in the file is.
  List<Integer> axes(int rank) {
    return IntStream.range(0, rank).map(i -> described(rank, i)).boxed().toList();
  }

  /// Where an axis of Fovea's lies in the file.
  int at(int rank, int axis) {
    if (this == CHANNELS_LAST || rank < 3 || axis == 0) {
      return axis;
    }
    return axis == rank - 1 ? 1 : axis + 1;
  }

  private int described(int rank, int stored) {
    if (this == CHANNELS_LAST || rank < 3 || stored == 0) {
      return stored;
    }
    return stored == 1 ? rank - 1 : stored - 1;
  }

  /// A shape of Fovea's as it lies in the file.
  Shape of(Shape shape) {
    return new Shape(axes(shape.rank()).stream().map(shape::get).toList());
  }

  /// Whether values of this shape have their elements in the same sequence in either order.
  static boolean agree(Shape shape) {
    int rank = shape.rank();
    return rank < 3
        || shape.channels() == 1
        || shape.slice(1, rank - 1).sizes().stream().allMatch(size -> size == 1);
  }
}
