// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/// A piece of native memory that a plan needs, and when it needs it.
///
/// Mutable while a plan is drafted and laid out; fixed once bound.
final class Slot {
  /// Who owns the memory.
  enum Kind {
    /// Shared with others that live at other times.
    ARENA,
    /// Kept between runs: inputs, constants, prepared weights.
    KEPT,
    /// Belongs to a variable.
    VARIABLE
  }

  private static final int NEVER = -1;

  private final Kind kind;
  private final long bytes;
  private int first = NEVER;
  private int last = NEVER;
  private MemorySegment memory = MemorySegment.NULL;
  private Consumer<MemorySegment> content = _ -> {};

  Slot(Kind kind, long bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  static Slot of(NativeStorage storage) {
    var slot = new Slot(Kind.VARIABLE, storage.memory().byteSize());
    slot.place(storage.memory());
    return slot;
  }

  Kind kind() {
    return kind;
  }

  long bytes() {
    return bytes;
  }

  /// Notes that kernel number `kernel` reads or writes it.
  void use(int kernel) {
    if (first == NEVER) {
      first = kernel;
    }
    last = Math.max(last, kernel);
  }

  int first() {
    return first;
  }

  int last() {
    return last;
  }

  boolean isUsed() {
    return first != NEVER;
  }

  boolean livesWith(Slot other) {
    return first <= other.last && other.first <= last;
  }

  /// Once placed, all its elements hold this value.
  void fillWith(float value) {
    content =
        memory -> {
          for (long i = 0; i < bytes / Float.BYTES; i++) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
          }
        };
  }

  /// Once placed, it holds these values.
  void startWith(float[] values) {
    content =
        memory -> MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
  }

  void place(MemorySegment memory) {
    this.memory = memory;
    content.accept(memory);
  }

  MemorySegment memory() {
    return memory;
  }
}
