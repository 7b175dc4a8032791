package io.fovea.onednn.dnnl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The one oneDNN engine of the process; lives as long as the process.
final class CpuEngine {
  private static final int CPU = 1;
  private static final MemorySegment POINTER = create();

  private CpuEngine() {}

  static MemorySegment pointer() {
    return POINTER;
  }

  private static MemorySegment create() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(Dnnl.PTR);
      Status.check(Dnnl.ENGINE_CREATE, f -> (int) f.invokeExact(out, CPU, 0L), "cpu");
      return out.get(Dnnl.PTR, 0);
    }
  }
}
