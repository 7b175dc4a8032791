// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A primitive that the library has agreed to run: its implementation and the layouts it wants.
///
/// Made by [Primitives]; a forward descriptor is also the hint that its backward ones need. Belongs
/// to its scope.
public final class PrimitiveDesc implements AutoCloseable {
  private static final int QUERY_INPUTS = 3;
  private static final int QUERY_OUTPUTS = 4;
  private static final int QUERY_IMPLEMENTATION = 8;
  private static final int QUERY_SRC = 129;
  private static final int QUERY_DIFF_SRC = 130;
  private static final int QUERY_WEIGHTS = 131;
  private static final int QUERY_DIFF_WEIGHTS = 132;
  private static final int QUERY_DST = 133;
  private static final int QUERY_DIFF_DST = 134;
  private static final int QUERY_WORKSPACE = 135;
  private static final int QUERY_SCRATCHPAD = 136;
  private static final int QUERY_ARGUMENT = 255;
  private static final int LAST_IMPLEMENTATION = 4;

  private final DnnlScope scope;
  private final String kind;
  private final Attr attr;
  private final NativeHandle handle;

  /// @param kind what it computes, for messages: `convolution forward`
  PrimitiveDesc(DnnlScope scope, String kind, Attr attr, MemorySegment pointer) {
    this.scope = scope;
    this.kind = kind;
    this.attr = attr;
    this.handle =
        scope.own(new NativeHandle("PrimitiveDesc " + kind, pointer, Dnnl.PRIMITIVE_DESC_DESTROY));
  }

  /// What the primitive computes: `convolution forward`.
  public String kind() {
    return kind;
  }

  /// Name of the implementation, such as `brgconv:avx512_core`; names with `ref` are slow.
  public String implementation() {
    try (Marshal marshal = new Marshal()) {
      MemorySegment pointer = pointer();
      MemorySegment out = marshal.out();
      Status.check(
          Dnnl.PRIMITIVE_DESC_QUERY,
          f -> (int) f.invokeExact(pointer, QUERY_IMPLEMENTATION, 0, out),
          kind);
      return out.get(Dnnl.PTR, 0).reinterpret(Long.MAX_VALUE).getString(0);
    }
  }

  /// Moves on to the library's next choice; false, and no change, when there is none.
  public boolean nextImplementation() {
    MemorySegment pointer = pointer();
    int status = Status.of(Dnnl.PRIMITIVE_DESC_NEXT_IMPL, f -> (int) f.invokeExact(pointer));
    if (status != Status.SUCCESS && status != LAST_IMPLEMENTATION) {
      throw Status.failed(Dnnl.PRIMITIVE_DESC_NEXT_IMPL, status, kind);
    }
    return status == Status.SUCCESS;
  }

  /// The first source.
  public MemoryDesc src() {
    return src(0);
  }

  /// A source by its index.
  public MemoryDesc src(int index) {
    return required(QUERY_SRC, index, "source");
  }

  /// The weights; for normalizations scale and shift.
  public MemoryDesc weights() {
    return required(QUERY_WEIGHTS, 0, "weights");
  }

  /// The bias.
  public MemoryDesc bias() {
    return required(QUERY_WEIGHTS, 1, "bias");
  }

  /// The destination.
  public MemoryDesc dst() {
    return required(QUERY_DST, 0, "destination");
  }

  /// The gradient of the source.
  public MemoryDesc diffSrc() {
    return required(QUERY_DIFF_SRC, 0, "gradient of the source");
  }

  /// The gradient of the weights.
  public MemoryDesc diffWeights() {
    return required(QUERY_DIFF_WEIGHTS, 0, "gradient of the weights");
  }

  /// The gradient of the bias.
  public MemoryDesc diffBias() {
    return required(QUERY_DIFF_WEIGHTS, 1, "gradient of the bias");
  }

  /// The gradient of the destination.
  public MemoryDesc diffDst() {
    return required(QUERY_DIFF_DST, 0, "gradient of the destination");
  }

  /// What forward must keep for backward, if anything.
  public Optional<MemoryDesc> workspace() {
    return query(QUERY_WORKSPACE, 0);
  }

  /// Memory needed while running, if any; its content means nothing before and after.
  public Optional<MemoryDesc> scratchpad() {
    return query(QUERY_SCRATCHPAD, 0);
  }

  /// Size of the scratchpad in bytes, 0 for none.
  public long scratchpadBytes() {
    return scratchpad().map(MemoryDesc::size).orElse(0L);
  }

  /// What the primitive expects as the argument `id` (a constant of [Arg]), if it takes it.
  public Optional<MemoryDesc> argument(int id) {
    if (Arg.isPostOp(id) && !takesPostOp(id)) {
      return Optional.empty(); // asked for another post-operation, the library returns garbage
    }
    return query(QUERY_ARGUMENT, id);
  }

  /// Whether `id` is the operand of a binary post-operation of this primitive.
  boolean takesPostOp(int id) {
    int index = Arg.postOpIndex(id);
    return index < attr.postOps().size() && attr.postOps().get(index) instanceof PostOp.Binary;
  }

  /// Number of tensors the primitive reads, without scales and zero points.
  public int inputs() {
    return int32(QUERY_INPUTS);
  }

  /// Number of tensors the primitive writes, without the scratchpad.
  public int outputs() {
    return int32(QUERY_OUTPUTS);
  }

  DnnlScope scope() {
    return scope;
  }

  MemorySegment pointer() {
    return handle.pointer();
  }

  private MemoryDesc required(int what, int index, String name) {
    return query(what, index)
        .orElseThrow(() -> new IllegalStateException("oneDNN: " + kind + " has no " + name + "."));
  }

  private Optional<MemoryDesc> query(int what, int index) {
    MemorySegment pointer = pointer();
    MemorySegment result;
    try {
      result =
          (MemorySegment) Dnnl.PRIMITIVE_DESC_QUERY_MD.handle().invokeExact(pointer, what, index);
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
    if (result.equals(MemorySegment.NULL)) {
      return Optional.empty();
    }
    return Optional.of(MemoryDesc.copyOf(result)).filter(desc -> !desc.isEmpty());
  }

  private int int32(int what) {
    MemorySegment pointer = pointer();
    return Status.of(Dnnl.PRIMITIVE_DESC_QUERY_S32, f -> (int) f.invokeExact(pointer, what, 0));
  }

  /// Releases the descriptor; the second call does nothing. Its primitives stay usable.
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return handle.isOpen() ? kind + " " + implementation() : handle.toString();
  }
}
