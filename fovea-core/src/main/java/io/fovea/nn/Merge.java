// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import java.util.Arrays;
import java.util.function.BinaryOperator;

/// Joins values of one shape, or of shapes that stretch to one, element by element.
public enum Merge implements Join {
  /// `a + b + ...`.
  ADD("Add"),
  /// `a - b`.
  SUBTRACT("Subtract"),
  /// `a b ...`.
  MULTIPLY("Multiply"),
  /// `(a + b + ...) / how many`.
  AVERAGE("Average"),
  /// The largest.
  MAXIMUM("Maximum"),
  /// The smallest.
  MINIMUM("Minimum");

  private final String type;

  Merge(String type) {
    this.type = type;
  }

  @Override
  public Node on(Node first, Node... others) {
    BinaryOperator<Node> function =
        switch (this) {
          case ADD, AVERAGE -> Node::plus;
          case SUBTRACT -> Node::minus;
          case MULTIPLY -> Node::times;
          case MAXIMUM -> Node::max;
          case MINIMUM -> Node::min;
        };
    var joined = Arrays.stream(others).reduce(first, function);
    return this == AVERAGE ? joined.times(1.0 / (1 + others.length)) : joined;
  }

  @Override
  public String type() {
    return type;
  }
}
