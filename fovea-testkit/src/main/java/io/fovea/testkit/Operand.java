// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.tensor.Shape;

/// An input of a case.
///
/// @param name for messages, e.g. "filter"
/// @param shape all sizes known
/// @param domain what it is filled with
/// @param checked whether gradients flow to it; not so e.g. for labels and given statistics
public record Operand(String name, Shape shape, Domain domain, boolean checked) {
  /// Numbers from -1 to 1.
  public static Operand of(String name, int... sizes) {
    return of(name, Shape.of(sizes));
  }

  /// Numbers from -1 to 1.
  public static Operand of(String name, Shape shape) {
    return new Operand(name, shape, Domain.ANY, true);
  }

  /// The same operand filled with other numbers.
  public Operand in(Domain domain) {
    return new Operand(name, shape, domain, checked);
  }

  /// The same operand, without gradient.
  public Operand unchecked() {
    return new Operand(name, shape, domain, false);
  }
}
