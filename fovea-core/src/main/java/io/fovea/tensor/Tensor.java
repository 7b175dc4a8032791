// SPDX-License-Identifier: Apache-2.0
package io.fovea.tensor;

import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/// An immutable dense block of float32 numbers on the heap, row-major; pictures are `[N, H, W, C]`.
///
/// Threads may share it. Nothing to close.
public final class Tensor {
  private final Shape shape;
  private final float[] values;

  private Tensor(Shape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /// A tensor of a copy of these values.
  ///
  /// @param shape all sizes known
  /// @param values row-major, `shape.elements()` of them
  public static Tensor of(Shape shape, float... values) {
    if (shape.elements() != values.length) {
      throw new ShapeException(
          "Tensor.of",
          shape.elements() + " values for shape " + shape,
          values.length + " values",
          "pass one value per element, row-major.");
    }
    return new Tensor(shape, values.clone());
  }

  /// A vector.
  public static Tensor vector(float... values) {
    return of(Shape.of(values.length), values);
  }

  /// A tensor without axes: one number.
  public static Tensor scalar(float value) {
    return of(Shape.scalar(), value);
  }

  /// A tensor whose element `i` (row-major) is `value(i)`.
  public static Tensor generate(Shape shape, IntToDoubleFunction value) {
    var values =
        new float
            [Args.arrayLength(
                "Tensor of shape " + shape,
                shape.elements(),
                "make several tensors, or a smaller one.")];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return new Tensor(shape, values);
  }

  /// A tensor whose element at an index is a function of it.
  ///
  /// ```java
  /// var diagonal = Tensor.generateAt(Shape.of(3, 3), at -> at[0] == at[1] ? 1 : 0);
  /// ```
  ///
  /// @param value gets one number per axis, in an array that it must not keep
  public static Tensor generateAt(Shape shape, ToDoubleFunction<int[]> value) {
    int[] index = new int[shape.rank()];
    return generate(
        shape,
        i -> {
          int rest = i;
          for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.get(axis);
            rest /= shape.get(axis);
          }
          return value.applyAsDouble(index);
        });
  }

  /// A tensor filled with one value.
  public static Tensor full(Shape shape, float value) {
    return generate(shape, _ -> value);
  }

  /// The sizes.
  public Shape shape() {
    return shape;
  }

  /// Number of elements.
  public int elements() {
    return values.length;
  }

  /// The element at row-major position `index`.
  public float get(int index) {
    return values[index];
  }

  /// The element at one index per axis.
  public float at(int... index) {
    if (index.length != shape.rank()) {
      throw new IllegalArgumentException(
          FoveaException.format(
              "Tensor.at",
              shape.rank() + " indices for shape " + shape,
              Arrays.toString(index),
              "pass one index per axis."));
    }
    long offset = 0;
    long[] strides = shape.strides();
    for (int axis = 0; axis < index.length; axis++) {
      offset += strides[axis] * inside("Tensor.at", index[axis], axis);
    }
    return values[(int) offset];
  }

  private int inside(String where, int index, int axis) {
    if (index < 0 || index >= shape.get(axis)) {
      throw new IndexOutOfBoundsException(
          FoveaException.format(
              where,
              "an index from 0 to %d along axis %d of %s"
                  .formatted(shape.get(axis) - 1, axis, shape),
              String.valueOf(index),
              "pass an index inside."));
    }
    return index;
  }

  /// A copy of all values, row-major.
  public float[] toArray() {
    return values.clone();
  }

  /// Copies `count` values from row-major position `from` into `target` at `at`.
  public void copyTo(int from, float[] target, int at, int count) {
    System.arraycopy(values, from, target, at, count);
  }

  /// The same values under another shape of as many elements.
  public Tensor reshape(Shape other) {
    if (other.elements() != values.length) {
      throw new ShapeException(
          "Tensor.reshape",
          "a shape of " + values.length + " elements",
          other.toString(),
          "keep the number of elements.");
    }
    return new Tensor(other, values);
  }

  /// One of the parts along the first axis, e.g. a picture of a batch: `[N, H, W, C]` gives
  /// `[H, W, C]`.
  public Tensor part(int number) {
    if (shape.rank() == 0) {
      throw new ShapeException(
          "Tensor.part", "a first axis", shape.toString(), "use the one number as it is.");
    }
    var _ = inside("Tensor.part", number, 0);
    var one = shape.slice(1, shape.rank());
    int size = Math.toIntExact(one.elements());
    return new Tensor(one, Arrays.copyOfRange(values, number * size, (number + 1) * size));
  }

  /// Tensors of one shape as parts along a new first axis; the way back from [#part].
  public static Tensor stack(Tensor... parts) {
    if (parts.length == 0) {
      throw new ShapeException("Tensor.stack", "at least 1 tensor", "0", "pass some tensors.");
    }
    var one = parts[0].shape;
    int size = parts[0].elements();
    var values = new float[Math.multiplyExact(parts.length, size)];
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].shape.equals(one)) {
        throw new ShapeException(
            "Tensor.stack, tensor " + i,
            "the shape of the first, " + one,
            parts[i].shape.toString(),
            "bring all to one shape.");
      }
      parts[i].copyTo(0, values, i * size, size);
    }
    return new Tensor(Shape.of(parts.length).then(one), values);
  }

  /// Position of the largest value within `[from, to)`; the first one wins.
  public int argMax(int from, int to) {
    int best = from;
    for (int i = from + 1; i < to; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  /// Shape and the first values, as in `[2, 3] {1.0, 2.0, ...}`.
  @Override
  public String toString() {
    var text = new StringBuilder(shape.toString()).append(" {");
    for (int i = 0; i < Math.min(8, values.length); i++) {
      text.append(i > 0 ? ", " : "").append(values[i]);
    }
    return text.append(values.length > 8 ? ", ...}" : "}").toString();
  }
}
