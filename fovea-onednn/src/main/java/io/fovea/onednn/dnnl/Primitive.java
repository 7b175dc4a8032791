// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;

/// Compiled code for one primitive descriptor.
///
/// Belongs to the scope of its descriptor. Holds no tensors: several [PrimitiveCall]s may share it,
/// also on several threads as long as each has its own scratchpad.
public final class Primitive implements AutoCloseable {
  private final PrimitiveDesc desc;
  private final NativeHandle handle;

  private Primitive(PrimitiveDesc desc, NativeHandle handle) {
    this.desc = desc;
    this.handle = handle;
  }

  /// Compiles; equal primitives come quickly from the library's own cache.
  public static Primitive of(PrimitiveDesc desc) {
    try (Marshal marshal = new Marshal()) {
      MemorySegment nativeDesc = desc.pointer();
      MemorySegment out = marshal.out();
      Status.check(Dnnl.PRIMITIVE_CREATE, f -> (int) f.invokeExact(out, nativeDesc), desc);
      return new Primitive(
          desc,
          desc.scope()
              .own(
                  new NativeHandle(
                      "Primitive " + desc.kind(), out.get(Dnnl.PTR, 0), Dnnl.PRIMITIVE_DESTROY)));
    }
  }

  /// Binds tensors to this primitive; see [PrimitiveCall].
  public PrimitiveCall on(Arg... arguments) {
    return PrimitiveCall.of(this, arguments);
  }

  /// What it was compiled from.
  public PrimitiveDesc desc() {
    return desc;
  }

  MemorySegment pointer() {
    return handle.pointer();
  }

  boolean isOpen() {
    return handle.isOpen();
  }

  /// Releases the primitive; the second call does nothing.
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return handle.toString();
  }
}
