// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Native copies of arguments for the length of one call; confined to one thread.
final class Marshal implements AutoCloseable {
  /// Length of `dnnl_dims_t`.
  static final int MAX_RANK = 12;

  private final Arena arena = Arena.ofConfined();
  private final List<NativeHandle> handles = new ArrayList<>();

  /// Space for one pointer that a function returns.
  MemorySegment out() {
    return arena.allocate(Dnnl.PTR);
  }

  MemorySegment allocate(long bytes) {
    return arena.allocate(bytes, Long.BYTES);
  }

  /// A `dnnl_dims_t`.
  MemorySegment dims(long... values) {
    if (values.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "oneDNN: a tensor has at most " + MAX_RANK + " axes, got " + values.length + ".");
    }
    MemorySegment dims = arena.allocate(ValueLayout.JAVA_LONG, MAX_RANK);
    MemorySegment.copy(values, 0, dims, ValueLayout.JAVA_LONG, 0, values.length);
    return dims;
  }

  MemorySegment dims(List<Integer> values) {
    return dims(values.stream().mapToLong(Integer::longValue).toArray());
  }

  MemorySegment ints(int... values) {
    return arena.allocateFrom(ValueLayout.JAVA_INT, values);
  }

  MemorySegment floats(float... values) {
    return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
  }

  /// A native memory descriptor; the null pointer for none.
  MemorySegment desc(@Nullable MemoryDesc desc) {
    if (desc == null) {
      return MemorySegment.NULL;
    }
    MemorySegment blob = arena.allocate(desc.blob().length, Long.BYTES);
    MemorySegment.copy(desc.blob(), 0, blob, ValueLayout.JAVA_BYTE, 0, desc.blob().length);
    MemorySegment out = out();
    Status.check(Dnnl.MEMORY_DESC_CREATE_WITH_BLOB, f -> (int) f.invokeExact(out, blob), desc);
    return own("MemoryDesc", out.get(Dnnl.PTR, 0), Dnnl.MEMORY_DESC_DESTROY);
  }

  /// An array of native memory descriptors.
  MemorySegment descs(List<MemoryDesc> descs) {
    MemorySegment array = arena.allocate(Dnnl.PTR, descs.size());
    for (int i = 0; i < descs.size(); i++) {
      array.setAtIndex(Dnnl.PTR, i, desc(descs.get(i)));
    }
    return array;
  }

  /// A value of the binding as C takes it.
  Object argument(@Nullable Object value) {
    return switch (value) {
      case null -> MemorySegment.NULL;
      case MemoryDesc desc -> desc(desc);
      case PrimitiveDesc hint -> hint.pointer();
      case Attr attr -> attr.marshal(this);
      case Algorithm algorithm -> algorithm.code();
      case Propagation propagation -> propagation.code();
      case Set<?> options ->
          NormOption.codes(
              options.stream().map(NormOption.class::cast).collect(Collectors.toSet()));
      case float[] factors -> floats(factors);
      case List<?> descs when descs.getFirst() instanceof MemoryDesc ->
          descs(descs.stream().map(MemoryDesc.class::cast).toList());
      case List<?> sizes -> dims(sizes.stream().map(Integer.class::cast).toList());
      case MemorySegment pointer -> pointer;
      case Number number -> number;
      default -> throw new IllegalArgumentException("C does not take " + value + ".");
    };
  }

  /// Owns a native object until this is closed, and returns it.
  MemorySegment own(String name, MemorySegment pointer, Dnnl.Function destroy) {
    handles.add(new NativeHandle(name, pointer, destroy));
    return pointer;
  }

  @Override
  public void close() {
    try {
      NativeHandle.closeAll(handles);
    } finally {
      arena.close();
    }
  }
}
