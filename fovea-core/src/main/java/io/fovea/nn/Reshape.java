// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;

/// The same elements of each example under another shape.
///
/// - input: `[N, ...]`
/// - output: `[N, shape...]`
///
/// @param shape without the number of examples; one size may be -1 and follows from the others
public record Reshape(Shape shape) implements Layer {
  /// Checks the sizes.
  public Reshape {
    Args.check(
        shape.sizes().stream().filter(size -> size == Shape.OPEN).count() <= 1,
        "Reshape.shape",
        "at most one size of -1",
        shape.sizes(),
        "say all sizes but one.");
  }

  @Override
  public Node on(Node x) {
    var known = known(x.shape());
    requireSame(x.shape().slice(1, x.shape().rank()), known);
    return x.reshape(Shape.of(Shape.OPEN).then(known).toArray());
  }

  /// Else numbers of several examples would be mixed.
  private void requireSame(Shape example, Shape known) {
    if (!known.isKnown() || known.elements() != example.elements()) {
      throw new ShapeException(
          "reshape",
          "a shape of the " + example.elements() + " numbers of an example " + example,
          shape.toString(),
          "say sizes whose product is that number; -1 stands for one that follows.");
    }
  }

  /// The shape with the size that follows from what there is in an example.
  private Shape known(Shape x) {
    long given =
        new Shape(shape.sizes().stream().filter(size -> size != Shape.OPEN).toList()).elements();
    long elements = x.slice(1, x.rank()).elements();
    if (shape.isKnown() || given == 0 || elements % given != 0) {
      return shape;
    }
    int missing = Math.toIntExact(elements / given);
    return new Shape(
        shape.sizes().stream().map(size -> size == Shape.OPEN ? missing : size).toList());
  }
}
