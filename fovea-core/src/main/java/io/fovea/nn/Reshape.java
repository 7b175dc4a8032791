package io.fovea.nn;

import io.fovea.tensor.Shape;

/// The same elements of each example under another shape.
///
/// - input: `[N, ...]`
/// - output: `[N, shape...]`
///
/// @param shape without the number of examples
public record Reshape(Shape shape) implements Layer {
  @Override
  public Node on(Node x) {
    return x.reshape(Shape.of(Shape.OPEN).then(shape).toArray());
  }
}
