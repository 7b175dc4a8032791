// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.error.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// One large block of native memory, aligned to 2 MiB and in huge pages where the system offers
/// them, since the first touch of small pages is slow on virtual machines.
///
/// Owned by whoever opened it.
final class NativeBlock implements AutoCloseable {
  private static final long HUGE_PAGE = 2L << 20;
  private static final int MADV_HUGEPAGE = 14;
  private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
  private static final Optional<MethodHandle> MAP =
      find(
          "mmap",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG));
  private static final Optional<MethodHandle> ADVISE =
      find(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final Optional<MethodHandle> UNMAP =
      find(
          "munmap",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;

  private NativeBlock(long bytes) {
    boolean mapped = bytes >= HUGE_PAGE && MAP.isPresent() && UNMAP.isPresent();
    try {
      memory = mapped ? map(bytes) : arena.allocate(Math.max(bytes, 64), 64);
    } catch (OutOfMemoryError e) {
      throw refused(bytes);
    }
  }

  private static EngineException refused(long bytes) {
    return new EngineException(
        "oneDNN",
        bytes / 1_000_000 + " MB of free memory for a plan",
        "a refusal of the system",
        "use a smaller batch.");
  }

  /// Zeroed memory of at least this size.
  static NativeBlock open(long bytes) {
    return new NativeBlock(bytes);
  }

  MemorySegment memory() {
    return memory;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private MemorySegment map(long bytes) {
    long length = Math.ceilDiv(bytes, HUGE_PAGE) * HUGE_PAGE + HUGE_PAGE;
    int readWrite = 3;
    int privateAnonymous = 0x22;
    try {
      long address =
          (long) MAP.orElseThrow().invokeExact(0L, length, readWrite, privateAnonymous, -1, 0L);
      if (address == -1) {
        throw refused(bytes);
      }
      long aligned = Math.ceilDiv(address, HUGE_PAGE) * HUGE_PAGE;
      if (ADVISE.isPresent()) {
        // A refusal only costs speed.
        int refused = (int) ADVISE.get().invokeExact(aligned, length - HUGE_PAGE, MADV_HUGEPAGE);
        if (refused != 0) {
          System.getLogger(NativeBlock.class.getName())
              .log(System.Logger.Level.DEBUG, "The system has no huge pages.");
        }
      }
      return MemorySegment.ofAddress(aligned)
          .reinterpret(bytes, arena, _ -> unmap(address, length));
    } catch (EngineException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("mmap cannot be called", e);
    }
  }

  private static void unmap(long address, long length) {
    try {
      int failed = (int) UNMAP.orElseThrow().invokeExact(address, length);
      if (failed != 0) {
        throw new IllegalStateException("munmap failed for " + length + " bytes");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("munmap cannot be called", e);
    }
  }

  private static Optional<MethodHandle> find(String name, FunctionDescriptor descriptor) {
    var linker = Linker.nativeLinker();
    return LINUX
        ? linker.defaultLookup().find(name).map(symbol -> linker.downcallHandle(symbol, descriptor))
        : Optional.empty();
  }
}
