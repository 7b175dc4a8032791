// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;

/// The bytes of a constant with its axes in another order, made while they are written, so that a
/// file needs memory for its largest constant only.
///
/// @param shape of the values as they come
/// @param axes axis `i` of what is written is axis `axes(i)` of `shape`
/// @param values row-major
record Initializer(Shape shape, List<Integer> axes, Supplier<float[]> values) implements Content {
  private static final int CHUNK = 1 << 16;

  /// Copies the list.
  Initializer {
    axes = List.copyOf(axes);
  }

  /// The shape that is written.
  Shape written() {
    return new Shape(axes.stream().map(shape::get).toList());
  }

  @Override
  public long size() {
    return shape.elements() * Float.BYTES;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    var all = values.get();
    var buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int[] sizes = written().toArray();
    long[] own = shape.strides();
    long[] strides = axes.stream().mapToLong(axis -> own[axis]).toArray();
    var index = new int[sizes.length];
    long at = 0;
    for (int i = 0; i < all.length; i++) {
      buffer.putFloat(all[(int) at]);
      if (!buffer.hasRemaining()) {
        out.write(buffer.array());
        buffer.clear();
      }
      int axis = sizes.length - 1;
      while (axis >= 0 && ++index[axis] == sizes[axis]) {
        index[axis] = 0;
        at -= strides[axis] * (sizes[axis] - 1);
        axis--;
      }
      at += axis < 0 ? 0 : strides[axis];
    }
    out.write(buffer.array(), 0, buffer.position());
  }
}
