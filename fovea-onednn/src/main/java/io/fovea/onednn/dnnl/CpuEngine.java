// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The one oneDNN engine of the process; lives as long as the process.
final class CpuEngine {
  private static final int CPU = 1;
  private static MemorySegment engine = MemorySegment.NULL;

  private CpuEngine() {}

  /// Made on first use, and tried again if that failed.
  static synchronized MemorySegment pointer() {
    if (engine.equals(MemorySegment.NULL)) {
      engine = create();
    }
    return engine;
  }

  private static MemorySegment create() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(Dnnl.PTR);
      Status.check(Dnnl.ENGINE_CREATE, f -> (int) f.invokeExact(out, CPU, 0L), "cpu");
      return out.get(Dnnl.PTR, 0);
    }
  }
}
