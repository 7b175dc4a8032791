// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A scope, a stream and short ways to make tensors and run primitives; for tests only.
final class Sandbox implements AutoCloseable {
  final DnnlScope scope = DnnlScope.open("test");
  final DnnlStream stream = DnnlStream.create(scope);
  private final Random random;

  Sandbox(long seed) {
    random = new Random(seed);
  }

  /// A tensor with these values, in the order in which they lie in memory.
  Memory tensor(MemoryDesc desc, float... values) {
    Memory memory = Memory.allocate(scope, desc);
    for (int i = 0; i < values.length; i++) {
      memory.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, values[i]);
    }
    return memory;
  }

  /// A tensor of random values between -1 and 1.
  Memory random(MemoryDesc desc) {
    return tensor(desc, randomValues(Math.toIntExact(desc.size() / Float.BYTES)));
  }

  float[] randomValues(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return values;
  }

  Memory zeros(MemoryDesc desc) {
    return Memory.allocate(scope, desc);
  }

  /// The values as they lie in memory.
  static float[] read(Memory memory) {
    return memory.data().asSlice(0, memory.desc().size()).toArray(ValueLayout.JAVA_FLOAT);
  }

  /// Binds `args`, adding a scratchpad if the primitive needs one.
  PrimitiveCall call(PrimitiveDesc desc, Arg... args) {
    List<Arg> all = new ArrayList<>(List.of(args));
    desc.scratchpad().ifPresent(pad -> all.add(Arg.scratchpad(zeros(pad))));
    return Primitive.of(desc).on(all.toArray(Arg[]::new));
  }

  /// Binds and runs once.
  void run(PrimitiveDesc desc, Arg... args) {
    call(desc, args).run(stream);
  }

  /// The same tensor in another layout or type.
  Memory reorder(Memory from, MemoryDesc to) {
    Memory result = zeros(to);
    run(Primitives.reorder(scope, from.desc(), to, Attr.plain()), Arg.src(from), Arg.dst(result));
    return result;
  }

  static MemorySegment slice(Memory memory, long floats) {
    return memory.data().asSlice(floats * Float.BYTES);
  }

  @Override
  public void close() {
    scope.close();
  }
}
