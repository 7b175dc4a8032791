// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Writes the same number everywhere.
final class Filling {
  private Filling() {}

  static void add(Draft draft, Slot slot, long elements, float value) {
    draft.java("fill", List.of(slot), () -> filling(slot.memory(), elements, value));
  }

  private static Kernel filling(MemorySegment memory, long elements, float value) {
    var exact = memory.asSlice(0, elements * Float.BYTES);
    if (value == 0) {
      return _ -> exact.fill((byte) 0);
    }
    return _ -> {
      for (long i = 0; i < elements; i++) {
        exact.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
      }
    };
  }
}
