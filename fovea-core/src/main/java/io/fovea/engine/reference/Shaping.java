// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Moves elements, changes none.
final class Shaping {
  private Shaping() {}

  static void broadcast(Block x, Block y) {
    gather(x, Offsets.stretched(x.shape(), y.shape()), y);
  }

  static void transpose(List<Integer> order, Block x, Block y) {
    long[] own = x.shape().strides();
    long[] strides = order.stream().mapToLong(axis -> own[axis]).toArray();
    gather(x, Offsets.of(y.shape(), strides, 0), y);
  }

  static void slice(Shape begin, Block x, Block y) {
    gather(x, Offsets.of(y.shape(), x.shape().strides(), Offsets.at(begin, x.shape())), y);
  }

  static void pad(Shape before, double value, Block x, Block y) {
    Arrays.fill(y.values(), value);
    scatter(x, Offsets.of(x.shape(), y.shape().strides(), Offsets.at(before, y.shape())), y);
  }

  static void concat(int axis, List<Block> parts, Block y) {
    long[] strides = y.shape().strides();
    long base = 0;
    for (var part : parts) {
      scatter(part, Offsets.of(part.shape(), strides, base), y);
      base += strides[axis] * part.shape().get(axis);
    }
  }

  private static void gather(Block x, int[] at, Block y) {
    for (int i = 0; i < at.length; i++) {
      y.values()[i] = x.values()[at[i]];
    }
  }

  private static void scatter(Block x, int[] at, Block y) {
    for (int i = 0; i < at.length; i++) {
      y.values()[at[i]] = x.values()[i];
    }
  }
}
