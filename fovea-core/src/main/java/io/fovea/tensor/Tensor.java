package io.fovea.tensor;

import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

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
    var values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return new Tensor(shape, values);
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
      offset += strides[axis] * Objects.checkIndex(index[axis], shape.get(axis));
    }
    return values[(int) offset];
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
