// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.engine.Plan.Memory;
import io.fovea.engine.Plan.Part;
import io.fovea.graph.Graph;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.onednn.dnnl.DnnlScope;
import io.fovea.onednn.dnnl.DnnlStream;
import io.fovea.tensor.Finite;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/// Kernels bound to memory: what really runs. Owns the arena and all primitives.
///
/// One thread at a time.
final class Bound implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  /// @param prepared whether prepared values may depend on it
  private record Home(Variable variable, NativeStorage storage, boolean prepared) {}

  private final Owned owned;
  private final Cleaner.Cleanable cleanable;
  private final Kernel[] preparation;
  private final Kernel[] kernels;
  private final List<Part> parts;
  private final Home[] homes;
  private final MemorySegment[] inputs;
  private final MemorySegment[] outputs;
  private final Memory memory;
  private final Finite finite = new Finite();
  private long preparedVersion = -1;

  /// What has to be freed; holds no reference to the plan.
  private record Owned(DnnlScope scope, List<NativeBlock> blocks) implements Runnable {
    @Override
    public void run() {
      try {
        scope.close();
      } finally {
        blocks.forEach(NativeBlock::close);
      }
    }
  }

  /// @param exact see [Draft#isExact]
  static Bound of(Graph graph, int threads, boolean exact) {
    var owned = new Owned(DnnlScope.open("a plan"), new ArrayList<>());
    try {
      var stream = DnnlStream.create(owned.scope());
      var draft = new Draft(graph, owned.scope(), stream, threads, exact);
      Lowering.lower(graph, draft);
      return new Bound(graph, draft, owned);
    } catch (RuntimeException e) {
      owned.run();
      throw e;
    }
  }

  private Bound(Graph graph, Draft draft, Owned owned) {
    this.owned = owned;
    this.cleanable = CLEANER.register(this, owned);
    var arena = draft.slots().stream().filter(s -> s.kind() == Slot.Kind.ARENA).toList();
    var layout = ArenaPlanner.lay(arena);
    var arenaMemory = block(layout.bytes());
    layout
        .offsets()
        .forEach((slot, at) -> slot.place(arenaMemory.asSlice(at, Math.max(1, slot.bytes()))));
    long kept = placeKept(draft);
    this.memory = new Memory(layout.bytes(), draft.valueBytes(), kept, draft.scratchBytes());
    this.preparation = bind(draft.preparation());
    this.kernels = bind(draft.kernels());
    this.parts =
        draft.kernels().stream()
            .map(k -> new Part(k.path(), k.kind(), k.implementation(), 0))
            .toList();
    this.homes =
        draft.storages().entrySet().stream()
            .map(entry ->
                new Home(entry.getKey(), entry.getValue(), !draft.isChanging(entry.getKey())))
            .toArray(Home[]::new);
    this.inputs = places(draft, graph.inputs().stream().map(Step::output).toList());
    this.outputs = places(draft, graph.outputs());
  }

  private MemorySegment block(long bytes) {
    var block = NativeBlock.open(bytes);
    owned.blocks().add(block);
    return block.memory();
  }

  private long placeKept(Draft draft) {
    var kept = draft.slots().stream().filter(s -> s.kind() == Slot.Kind.KEPT).toList();
    long end = 0;
    for (var slot : kept) {
      end += Math.ceilDiv(Math.max(1, slot.bytes()), 64) * 64;
    }
    var memory = block(end);
    long at = 0;
    for (var slot : kept) {
      slot.place(memory.asSlice(at, Math.max(1, slot.bytes())));
      at += Math.ceilDiv(Math.max(1, slot.bytes()), 64) * 64;
    }
    return end;
  }

  private static Kernel[] bind(List<Draft.Planned> planned) {
    return planned.stream().map(kernel -> kernel.bind().get()).toArray(Kernel[]::new);
  }

  private static MemorySegment[] places(Draft draft, List<Value> values) {
    return values.stream()
        .map(value ->
            draft
                .place(value)
                .slot()
                .memory()
                .asSlice(0, Math.max(1, value.shape().elements()) * Float.BYTES))
        .toArray(MemorySegment[]::new);
  }

  /// Whether all variables still lie where they lay when this was bound.
  boolean isCurrent() {
    for (var home : homes) {
      if (home.variable().storage() != home.storage()) {
        return false;
      }
    }
    return true;
  }

  void takeInputs(Bound before) {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].copyFrom(before.inputs[i]);
    }
  }

  void feed(int input, float[] values) {
    var target = inputs[input];
    int count = (int) (target.byteSize() / Float.BYTES);
    MemorySegment.copy(values, 0, target, ValueLayout.JAVA_FLOAT, 0, count);
  }

  void fetch(int output, float[] target) {
    var source = outputs[output];
    int count = (int) (source.byteSize() / Float.BYTES);
    MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, 0, target, 0, count);
  }

  /// Whether there is NaN in what the last run left.
  boolean hasNan() {
    for (var output : outputs) {
      if (!finite.noNan(output, output.byteSize() / Float.BYTES)) {
        return true;
      }
    }
    return false;
  }

  void run(long key) {
    try {
      prepare(key);
      for (var kernel : kernels) {
        kernel.run(key);
      }
    } finally {
      Reference.reachabilityFence(this); // else a cleaner might free what native code still uses
    }
  }

  List<Part> profile(long key) {
    try {
      prepare(key);
      var measured = new ArrayList<Part>(kernels.length);
      for (int i = 0; i < kernels.length; i++) {
        long start = System.nanoTime();
        kernels[i].run(key);
        long nanos = System.nanoTime() - start;
        var part = parts.get(i);
        measured.add(new Part(part.path(), part.kind(), part.implementation(), nanos));
      }
      return measured;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Runs what depends on unchanging variables alone, if somebody else changed one of them since.
  private void prepare(long key) {
    if (preparation.length == 0) {
      return;
    }
    long version = 0;
    for (var home : homes) {
      version += home.prepared() ? home.variable().version() : 0;
    }
    if (version != preparedVersion) {
      for (var kernel : preparation) {
        kernel.run(key);
      }
      preparedVersion = version;
    }
  }

  Memory memory() {
    return memory;
  }

  List<Part> parts() {
    return parts;
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
