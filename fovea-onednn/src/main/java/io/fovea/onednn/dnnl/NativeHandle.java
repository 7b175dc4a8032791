// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One native object and the function that destroys it; a part of every handle class.
///
/// Closing twice is allowed; using it afterwards is an `IllegalStateException`. The library's
/// pointers are kept without a session, so that a native call pays for no liveness check.
final class NativeHandle implements AutoCloseable {
  private static final AtomicLong LIVE = new AtomicLong();

  private final String name;
  private final Dnnl.Function destroy;
  private @Nullable MemorySegment pointer;

  /// @param name what the handle is, for messages: `Primitive convolution`
  /// @param pointer the native object; owned from now on
  NativeHandle(String name, MemorySegment pointer, Dnnl.Function destroy) {
    this.name = name;
    this.pointer = pointer;
    this.destroy = destroy;
    LIVE.incrementAndGet();
  }

  /// How many native objects of this process are alive.
  static long live() {
    return LIVE.get();
  }

  /// The native object.
  ///
  /// @throws IllegalStateException if it was closed
  MemorySegment pointer() {
    MemorySegment p = pointer;
    if (p == null) {
      throw new IllegalStateException(
          "oneDNN: " + name + " was used after it, or the DnnlScope that owns it, was closed.");
    }
    return p;
  }

  boolean isOpen() {
    return pointer != null;
  }

  @Override
  public synchronized void close() {
    MemorySegment p = pointer;
    if (p != null) {
      pointer = null;
      LIVE.decrementAndGet();
      Status.check(destroy, f -> (int) f.invokeExact(p), name);
    }
  }

  /// Closes all in reverse order; one that cannot be destroyed keeps none of the others alive.
  ///
  /// @throws io.fovea.error.EngineException the first failure, behind all others
  static void closeAll(List<NativeHandle> handles) {
    RuntimeException first = null;
    for (NativeHandle handle : handles.reversed()) {
      try {
        handle.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @Override
  public String toString() {
    return isOpen() ? name : name + " (closed)";
  }
}
