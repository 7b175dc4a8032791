// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

/// One step that a primitive applies to its result before writing it.
public sealed interface PostOp {

  /// Adds `scale` times what lay in the destination before; the destination must hold it.
  record Sum(float scale, int zeroPoint) implements PostOp {}

  /// Applies an element-wise function.
  record Eltwise(Algorithm algorithm, float alpha, float beta) implements PostOp {}

  /// Combines the result (first operand) with a tensor, given as [Arg#postOp] when run.
  ///
  /// @param operand sizes of the destination, or 1 along the axes it is repeated over
  record Binary(Algorithm algorithm, MemoryDesc operand) implements PostOp {}
}
