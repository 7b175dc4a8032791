// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Settings and facts of the loaded library as a whole.
public final class Library {
  private static final int AVX512_BITS = 0x27;
  private static final int BF16_BIT = 0x80;

  private Library() {}

  /// The instruction set the library uses, such as `cpu_isa_avx512_core_bf16`.
  public static String instructionSet() {
    return string(() -> (MemorySegment) Dnnl.CPU_ISA_TO_STRING.handle().invokeExact(isa()));
  }

  /// Whether the instruction set has vectors of 512 bits (x86 only).
  static boolean hasAvx512() {
    return (isa() & AVX512_BITS) == AVX512_BITS;
  }

  /// Whether the instruction set multiplies bfloat16 natively (x86 with AVX-512 only).
  public static boolean hasBf16Instructions() {
    return (isa() & BF16_BIT) != 0;
  }

  /// Prints what the library does to standard output: 0 nothing, 1 executions, 2 creations too.
  public static void verbose(int level) {
    Status.check(Dnnl.SET_VERBOSE, f -> (int) f.invokeExact(level), level);
  }

  /// How many primitives the library keeps by itself to create equal ones quickly.
  public static int primitiveCacheCapacity() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
      Status.check(Dnnl.GET_PRIMITIVE_CACHE_CAPACITY, f -> (int) f.invokeExact(out));
      return out.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /// Sets how many primitives the library keeps; 0 keeps none.
  public static void primitiveCacheCapacity(int capacity) {
    Status.check(Dnnl.SET_PRIMITIVE_CACHE_CAPACITY, f -> (int) f.invokeExact(capacity), capacity);
  }

  /// The library's own name of an algorithm.
  static String nameOf(Algorithm algorithm) {
    int code = algorithm.code();
    return string(() -> (MemorySegment) Dnnl.ALG_KIND_TO_STRING.handle().invokeExact(code));
  }

  /// The library's own name of an element type.
  static String nameOf(DataType type) {
    int code = type.code();
    return string(() -> (MemorySegment) Dnnl.DATA_TYPE_TO_STRING.handle().invokeExact(code));
  }

  /// Bits of the instruction set, as oneDNN counts them.
  static int isa() {
    return Status.of(Dnnl.GET_EFFECTIVE_CPU_ISA, f -> (int) f.invokeExact());
  }

  private interface StringCall {
    MemorySegment invoke() throws Throwable;
  }

  private static String string(StringCall call) {
    try {
      return call.invoke().reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }
}
