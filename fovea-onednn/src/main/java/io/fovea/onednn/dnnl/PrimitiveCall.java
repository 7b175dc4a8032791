// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A primitive with its tensors, ready to run again and again without allocating.
///
/// When bound, each tensor is compared with what the primitive expects, so that a wrong layout is
/// an error at once and not a wrong number later. Lives as long as its primitive. One thread at a
/// time, since the scratchpad is part of it.
public final class PrimitiveCall {
  private static final long ARG_BYTES = 16; // dnnl_exec_arg_t: int, 4 bytes of padding, pointer
  private static final long ARG_POINTER = 8;

  private static final MethodHandle EXECUTE = Dnnl.PRIMITIVE_EXECUTE.handle();

  private final Primitive primitive;
  private final MemorySegment code;
  private final int count;
  private final MemorySegment arguments;
  private final Memory[] memories;

  private PrimitiveCall(
      Primitive primitive, int count, MemorySegment arguments, Memory[] memories) {
    this.primitive = primitive;
    this.code = primitive.pointer();
    this.count = count;
    this.arguments = MemorySegment.ofAddress(arguments.address());
    this.memories = memories;
  }

  static PrimitiveCall of(Primitive primitive, Arg... args) {
    PrimitiveDesc desc = primitive.desc();
    MemorySegment array = desc.scope().allocate(Math.max(1, args.length) * ARG_BYTES, 16);
    Memory[] memories = new Memory[args.length];
    for (int i = 0; i < args.length; i++) {
      Arg arg = args[i];
      check(desc, arg);
      array.set(Dnnl.INT, i * ARG_BYTES, arg.id());
      array.set(Dnnl.PTR, i * ARG_BYTES + ARG_POINTER, arg.memory().pointer());
      memories[i] = arg.memory();
    }
    long scratchpad = desc.scratchpadBytes();
    if (scratchpad > 0 && Stream.of(args).noneMatch(arg -> arg.id() == Arg.SCRATCHPAD)) {
      throw new IllegalArgumentException(
          "oneDNN: " + desc + " expected a scratchpad of " + scratchpad + " bytes, got none.");
    }
    return new PrimitiveCall(primitive, args.length, array, memories);
  }

  private static void check(PrimitiveDesc desc, Arg arg) {
    if (Arg.isPostOp(arg.id()) && !desc.takesPostOp(arg.id())) {
      throw new IllegalArgumentException(
          "oneDNN: "
              + desc
              + " has no binary post-operation at index "
              + Arg.postOpIndex(arg.id())
              + ", got a tensor for it.");
    }
    Optional<MemoryDesc> expected = desc.argument(arg.id());
    if (expected.isEmpty()) {
      return; // scales and zero points have no description; the library counts the rest when run
    }
    MemoryDesc given = arg.memory().desc();
    boolean fits =
        arg.id() == Arg.SCRATCHPAD
            ? given.size() >= expected.get().size()
            : given.equals(expected.get());
    if (!fits) {
      throw new IllegalArgumentException(
          "oneDNN: "
              + desc
              + " expected argument "
              + arg.id()
              + " as "
              + expected.get()
              + ", got "
              + given
              + ".");
    }
  }

  /// Runs the primitive once, and returns when it is done.
  ///
  /// @throws IllegalStateException if the primitive or the stream was closed
  public void run(DnnlStream stream) {
    if (!primitive.isOpen()) {
      throw new IllegalStateException("oneDNN: " + primitive + " cannot run.");
    }
    MemorySegment queue = stream.pointer();
    int status;
    try {
      status = (int) EXECUTE.invokeExact(code, queue, count, arguments);
    } catch (Throwable e) {
      throw Status.unexpected(e);
    } finally {
      Reference.reachabilityFence(this);
    }
    if (status != Status.SUCCESS) {
      throw Status.failed(Dnnl.PRIMITIVE_EXECUTE, status, primitive, this);
    }
  }

  /// What runs.
  public Primitive primitive() {
    return primitive;
  }

  @Override
  public String toString() {
    return primitive
        + Stream.of(memories)
            .map(memory -> memory.desc().toString())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
