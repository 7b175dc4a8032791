// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;

/// The queue primitives run in, in order; on processors each call returns when it is done.
///
/// One thread at a time.
public final class DnnlStream implements AutoCloseable {
  private static final int IN_ORDER = 1;

  private final DnnlScope scope;
  private final NativeHandle handle;

  private DnnlStream(DnnlScope scope, NativeHandle handle) {
    this.scope = scope;
    this.handle = handle;
  }

  /// Creates a stream of the processor.
  public static DnnlStream create(DnnlScope scope) {
    try (Marshal marshal = new Marshal()) {
      MemorySegment engine = CpuEngine.pointer();
      MemorySegment out = marshal.out();
      Status.check(Dnnl.STREAM_CREATE, f -> (int) f.invokeExact(out, engine, IN_ORDER));
      return new DnnlStream(
          scope, scope.own(new NativeHandle("Stream", out.get(Dnnl.PTR, 0), Dnnl.STREAM_DESTROY)));
    }
  }

  /// Waits until everything in the stream is done.
  public void await() {
    MemorySegment pointer = pointer();
    Status.check(Dnnl.STREAM_WAIT, f -> (int) f.invokeExact(pointer));
  }

  MemorySegment pointer() {
    return handle.pointer();
  }

  /// Releases the stream; the second call does nothing.
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return handle + " of " + scope;
  }
}
