// SPDX-License-Identifier: Apache-2.0
package io.fovea.tensor;

import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The sizes of a value along each axis, e.g. `[32, 28, 28, 1]` for 32 grey pictures.
///
/// One axis may be open ([#OPEN], printed `N`): the number of examples in a batch, known only when
/// a plan is made.
///
/// @param sizes size per axis, each at least 0 or [#OPEN]
public record Shape(List<Integer> sizes) {
  /// An axis whose size is known only when a plan is made; prints as `N`.
  public static final int OPEN = -1;

  private static final Shape SCALAR = new Shape(List.of());

  /// Checks the sizes.
  public Shape {
    sizes = List.copyOf(sizes);
    for (int size : sizes) {
      Args.check(size >= OPEN, "Shape", "sizes of at least 0", sizes, "pass positive sizes.");
    }
  }

  /// A shape of the given sizes.
  public static Shape of(int... sizes) {
    var list = new ArrayList<Integer>(Args.given("Shape.of", sizes).length);
    for (int size : sizes) {
      list.add(size);
    }
    return new Shape(list);
  }

  /// The shape of a single number.
  public static Shape scalar() {
    return SCALAR;
  }

  /// How many axes.
  public int rank() {
    return sizes.size();
  }

  /// Size along an axis; negative axes count from the end.
  public int get(int axis) {
    return sizes.get(axis < 0 ? axis + rank() : axis);
  }

  /// The last size: depth of pictures, units of vectors.
  public int channels() {
    return get(-1);
  }

  /// The product of all sizes; every size must be known.
  public long elements() {
    long product = 1;
    for (int size : sizes) {
      Args.check(
          size != OPEN, "Shape.elements", "a known batch size", this, "call batch(n) first.");
      try {
        product = Math.multiplyExact(product, (long) size);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            FoveaException.format(
                "Shape", "fewer than 2^63 numbers", toString(), "check the sizes."),
            e);
      }
    }
    return product;
  }

  /// Whether every size is known.
  public boolean isKnown() {
    return !sizes.contains(OPEN);
  }

  /// This shape with another size along one axis; negative axes count from the end.
  public Shape with(int axis, int size) {
    var list = new ArrayList<>(sizes);
    list.set(axis < 0 ? axis + rank() : axis, size);
    return new Shape(list);
  }

  /// This shape with another first size, the number of examples.
  public Shape batch(int examples) {
    return with(0, examples);
  }

  /// The axes `from` (included) to `to` (excluded).
  public Shape slice(int from, int to) {
    return new Shape(sizes.subList(from, to));
  }

  /// This shape followed by another.
  public Shape then(Shape tail) {
    var list = new ArrayList<>(sizes);
    list.addAll(tail.sizes);
    return new Shape(list);
  }

  /// The sizes as an array of the caller's own.
  public int[] toArray() {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Distance in elements between neighbours along each axis, row-major.
  public long[] strides() {
    var strides = new long[rank()];
    long step = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= get(axis);
    }
    return strides;
  }

  /// The shape that NumPy's rule gives two operands: axes align at the end, 1 stretches.
  ///
  /// @return the joint shape, or an empty optional if the shapes do not fit
  public static Optional<Shape> broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    var sizes = new ArrayList<Integer>(Collections.nCopies(rank, 1));
    for (int back = 1; back <= rank; back++) {
      int m = back <= a.rank() ? a.get(-back) : 1;
      int n = back <= b.rank() ? b.get(-back) : 1;
      if (m != n && m != 1 && n != 1) {
        return Optional.empty();
      }
      sizes.set(rank - back, m == 1 ? n : m);
    }
    return Optional.of(new Shape(sizes));
  }

  /// As in `[N, 28, 28, 1]`.
  @Override
  public String toString() {
    var text = new StringBuilder("[");
    for (int size : sizes) {
      text.append(text.length() > 1 ? ", " : "").append(size == OPEN ? "N" : String.valueOf(size));
    }
    return text.append("]").toString();
  }
}
