// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.tensor.Shape;

/// Where the elements of a box lie in a row-major block.
final class Offsets {
  private Offsets() {}

  /// Flat positions of the elements of `box`, in its row-major order: `base` and `stride` per step
  /// along each axis.
  static int[] of(Shape box, long[] strides, long base) {
    var positions = new int[Math.toIntExact(box.elements())];
    var index = new int[box.rank()];
    long at = base;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Math.toIntExact(at);
      for (int axis = box.rank() - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < box.get(axis)) {
          break;
        }
        at -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return positions;
  }

  /// For each element of `box` the element of `x` that NumPy's broadcasting puts there.
  static int[] stretched(Shape x, Shape box) {
    var strides = new long[box.rank()];
    long[] own = x.strides();
    int extra = box.rank() - x.rank();
    for (int axis = 0; axis < x.rank(); axis++) {
      strides[extra + axis] = x.get(axis) == 1 ? 0 : own[axis];
    }
    return of(box, strides, 0);
  }

  /// Flat position of the element `index` of `shape`.
  static long at(Shape index, Shape shape) {
    long[] strides = shape.strides();
    long at = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      at += strides[axis] * index.get(axis);
    }
    return at;
  }
}
