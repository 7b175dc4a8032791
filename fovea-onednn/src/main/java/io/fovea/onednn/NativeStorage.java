// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Variable;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.DataType;
import io.fovea.onednn.dnnl.DnnlScope;
import io.fovea.onednn.dnnl.DnnlStream;
import io.fovea.onednn.dnnl.Memory;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.OpenMp;
import io.fovea.onednn.dnnl.Primitive;
import io.fovea.onednn.dnnl.Primitives;
import io.fovea.tensor.Finite;
import io.fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/// Native memory of one variable: row-major, or packed as its convolution asked for.
///
/// Freed when neither the variable nor a plan reaches it any more.
final class NativeStorage implements Variable.Storage {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Shape shape;
  private final MemorySegment memory;
  private final @Nullable MemoryDesc packed;
  private final int groups;

  private NativeStorage(Shape shape, @Nullable MemoryDesc packed, int groups) {
    this.shape = shape;
    this.packed = packed;
    this.groups = groups;
    long bytes = packed == null ? shape.elements() * Float.BYTES : packed.size();
    var block = NativeBlock.open(Math.max(bytes, Float.BYTES));
    CLEANER.register(this, block::close);
    memory = block.memory();
  }

  /// Row-major.
  static NativeStorage plain(Shape shape) {
    return new NativeStorage(shape, null, 1);
  }

  /// In the layout of a convolution primitive.
  static NativeStorage packed(Shape shape, MemoryDesc layout, int groups) {
    return new NativeStorage(shape, layout, groups);
  }

  /// Where a variable lies; moves it to native memory if it is elsewhere.
  static NativeStorage of(Variable variable) {
    if (variable.storage() instanceof NativeStorage storage) {
      return storage;
    }
    var storage = plain(variable.shape());
    variable.moveTo(storage);
    return storage;
  }

  MemorySegment memory() {
    return memory;
  }

  @Nullable MemoryDesc packed() {
    return packed;
  }

  Place place() {
    return new Place(Slot.of(this), packed, groups);
  }

  @Override
  public float[] read() {
    var values = new float[Math.toIntExact(shape.elements())];
    if (packed == null) {
      MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, 0, values, 0, values.length);
      return values;
    }
    try (var scope = DnnlScope.open("a variable")) {
      var plain = Memory.allocate(scope, Layouts.filter(shape, groups));
      reorder(scope, Memory.of(scope, packed, memory), plain);
      MemorySegment.copy(plain.data(), ValueLayout.JAVA_FLOAT, 0, values, 0, values.length);
    }
    return values;
  }

  @Override
  public void write(float[] values) {
    if (packed == null) {
      MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
      return;
    }
    try (var scope = DnnlScope.open("a variable")) {
      var plain = Memory.allocate(scope, Layouts.filter(shape, groups));
      MemorySegment.copy(values, 0, plain.data(), ValueLayout.JAVA_FLOAT, 0, values.length);
      reorder(scope, plain, Memory.of(scope, packed, memory));
    }
  }

  @Override
  public boolean isFinite() {
    // where the primitive's layout has more room than numbers, there are zeros
    long numbers = packed == null ? shape.elements() : packed.size() / Float.BYTES;
    return new Finite().all(memory, numbers);
  }

  private static void reorder(DnnlScope scope, Memory from, Memory to) {
    OpenMp.threads(OpenMp.granted(OneDnnEngine.threads()));
    var desc = Primitives.reorder(scope, from.desc(), to.desc(), Attr.plain());
    var scratch = Memory.allocate(scope, MemoryDesc.dense(DataType.U8, desc.scratchpadBytes() + 1));
    var stream = DnnlStream.create(scope);
    var call =
        desc.scratchpadBytes() > 0
            ? Primitive.of(desc).on(Arg.src(from), Arg.dst(to), Arg.scratchpad(scratch))
            : Primitive.of(desc).on(Arg.src(from), Arg.dst(to));
    call.run(stream);
    stream.await();
  }
}
