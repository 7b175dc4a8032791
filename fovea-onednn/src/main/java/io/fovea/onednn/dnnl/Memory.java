// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A tensor for the library: a description, and the address of memory that others own.
///
/// Belongs to its scope. Keeps the segment it points to reachable, but does not keep it open: the
/// owner of the memory must outlive the primitives that use it.
public final class Memory implements AutoCloseable {
  private final DnnlScope scope;
  private final MemoryDesc desc;
  private final NativeHandle handle;
  private MemorySegment data;

  private Memory(DnnlScope scope, MemoryDesc desc, NativeHandle handle, MemorySegment data) {
    this.scope = scope;
    this.desc = desc;
    this.handle = handle;
    this.data = data;
  }

  /// A tensor at the beginning of `data`.
  ///
  /// @param data at least as long as the description says; aligned to 64 bytes for speed. A
  /// segment of zero length is trusted to be long enough
  public static Memory of(DnnlScope scope, MemoryDesc desc, MemorySegment data) {
    check(desc, data);
    try (Marshal marshal = new Marshal()) {
      MemorySegment nativeDesc = marshal.desc(desc);
      MemorySegment engine = CpuEngine.pointer();
      MemorySegment address = MemorySegment.ofAddress(data.address());
      MemorySegment out = marshal.out();
      Status.check(
          Dnnl.MEMORY_CREATE, f -> (int) f.invokeExact(out, nativeDesc, engine, address), desc);
      return new Memory(
          scope,
          desc,
          scope.own(new NativeHandle("Memory " + desc, out.get(Dnnl.PTR, 0), Dnnl.MEMORY_DESTROY)),
          data);
    }
  }

  /// A tensor in new, zeroed memory of the scope.
  public static Memory allocate(DnnlScope scope, MemoryDesc desc) {
    return of(scope, desc, scope.allocate(Math.max(64, desc.size()), 64));
  }

  /// The description.
  public MemoryDesc desc() {
    return desc;
  }

  /// The memory it points to.
  public MemorySegment data() {
    return data;
  }

  /// Points to other memory from now on.
  public void data(MemorySegment other) {
    check(desc, other);
    MemorySegment pointer = pointer();
    MemorySegment address = MemorySegment.ofAddress(other.address());
    Status.check(Dnnl.MEMORY_SET_DATA_HANDLE, f -> (int) f.invokeExact(pointer, address), desc);
    data = other;
  }

  /// The address the library has.
  long address() {
    try (Marshal marshal = new Marshal()) {
      MemorySegment pointer = pointer();
      MemorySegment out = marshal.out();
      Status.check(Dnnl.MEMORY_GET_DATA_HANDLE, f -> (int) f.invokeExact(pointer, out), desc);
      return out.get(Dnnl.PTR, 0).address();
    }
  }

  MemorySegment pointer() {
    return handle.pointer();
  }

  private static void check(MemoryDesc desc, @Nullable MemorySegment data) {
    if (data == null || !data.isNative()) {
      throw new IllegalArgumentException("oneDNN: a tensor needs native memory, got " + data + ".");
    }
    if (desc.isAny()) {
      throw new IllegalArgumentException(
          "oneDNN: " + desc + " has no layout yet; ask the primitive descriptor for it.");
    }
    if (data.byteSize() != 0 && data.byteSize() < desc.size()) {
      throw new IllegalArgumentException(
          "oneDNN: " + desc + " needs " + desc.size() + " bytes, got " + data.byteSize() + ".");
    }
  }

  /// Releases the handle, not the memory; the second call does nothing.
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return handle + " of " + scope;
  }
}
