// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import java.util.List;
import java.util.stream.Collectors;

/// One op applied to values.
///
/// @param path the layer that asked for it, e.g. `stage2.unit1/conv1`; for messages and reports
public record Step(String path, Op op, List<Value> inputs, List<Value> outputs) {
  /// Copies the lists.
  public Step {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// The only, or first, result.
  public Value output() {
    return outputs.getFirst();
  }

  /// Whether it changes a variable.
  public boolean isEffect() {
    return op instanceof Op.Assign || op instanceof Op.Update;
  }

  /// As in `%7 [N, 28, 28, 6] = Conv[...](%1, %5)  conv2d`.
  @Override
  public String toString() {
    String results = outputs.stream().map(Value::toString).collect(Collectors.joining(", "));
    String operands = inputs.stream().map(v -> "%" + v.id()).collect(Collectors.joining(", "));
    return (results.isEmpty() ? "" : results + " = ") + op + "(" + operands + ")  " + path;
  }
}
