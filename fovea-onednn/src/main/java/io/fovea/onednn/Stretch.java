// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Writes out a broadcast value: repeats axes of size 1.
final class Stretch {
  private Stretch() {}

  static void add(Draft draft, Slot from, Shape small, Slot to, Shape large) {
    var sizes = LowerElements.Aligned.of(large, small);
    long[] full = sizes.full();
    long[] own = sizes.operand();
    draft.java(
        "broadcast",
        List.of(from, to),
        () -> {
          var source = from.memory();
          var target = to.memory();
          return _ -> repeat(source, 0, own, target, 0, full, 0);
        });
  }

  /// Fills one axis of the target, which the axes behind it fill block by block.
  private static void repeat(
      MemorySegment source,
      long at,
      long[] own,
      MemorySegment target,
      long to,
      long[] full,
      int axis) {
    long block = product(full, axis + 1);
    long step = own[axis] == 1 ? 0 : product(own, axis + 1);
    boolean last = axis == full.length - 1;
    if (last && step != 0) {
      MemorySegment.copy(
          source, at * Float.BYTES, target, to * Float.BYTES, full[axis] * Float.BYTES);
      return;
    }
    if (last) {
      float value = source.getAtIndex(ValueLayout.JAVA_FLOAT, at);
      for (long i = 0; i < full[axis]; i++) {
        target.setAtIndex(ValueLayout.JAVA_FLOAT, to + i, value);
      }
      return;
    }
    for (long i = 0; i < full[axis]; i++) {
      if (i > 0 && step == 0) {
        MemorySegment.copy(
            target, to * Float.BYTES, target, (to + i * block) * Float.BYTES, block * Float.BYTES);
      } else {
        repeat(source, at + i * step, own, target, to + i * block, full, axis + 1);
      }
    }
  }

  private static long product(long[] sizes, int from) {
    long product = 1;
    for (int i = from; i < sizes.length; i++) {
      product *= sizes[i];
    }
    return product;
  }
}
