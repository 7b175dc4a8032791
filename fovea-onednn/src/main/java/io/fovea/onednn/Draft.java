// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Costs;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.DnnlScope;
import io.fovea.onednn.dnnl.DnnlStream;
import io.fovea.onednn.dnnl.Memory;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.OpenMp;
import io.fovea.onednn.dnnl.Primitive;
import io.fovea.onednn.dnnl.PrimitiveDesc;
import io.fovea.onednn.dnnl.Primitives;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A plan in the making: where each value lies, and the kernels so far.
///
/// Mutable, for one thread. Kernels are bound to addresses only after the arena has been laid out.
final class Draft {
  /// A kernel that still lacks addresses.
  ///
  /// @param slots everything it touches
  record Planned(
      String path, String kind, String implementation, List<Slot> slots, Supplier<Kernel> bind) {}

  /// A tensor argument of a primitive.
  record Use(int argument, Slot slot, MemoryDesc desc) {}

  /// A parallel region costs a few microseconds; below this much work one thread is faster.
  private static final double NANOS_WORTH_A_TEAM = 40_000;

  private static final double NANOS_PER_MAC = 0.04;
  private static final double NANOS_PER_BYTE = 0.04;

  private final int team;
  private final boolean exact;
  private final DnnlScope scope;
  private final DnnlStream stream;
  private final Graph graph;

  /// Values that kernels read where they lie, so that they can no longer be moved.
  private final Set<Value> taken = new HashSet<>();

  private final Map<Value, Place> places = new HashMap<>();
  private final Map<Value, Value> roots = new HashMap<>();
  private final Map<Value, Integer> lastReader = new HashMap<>();
  private final Map<Value, List<Step>> readers;
  private final Set<Variable> changing = new HashSet<>();
  private final Set<Value> settled = new HashSet<>();
  private final Set<Value> spared = new HashSet<>();
  private final List<Planned> preparation = new ArrayList<>();
  private final List<Planned> kernels = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Variable, NativeStorage> storages = new HashMap<>();
  private long valueBytes;
  private long scratchBytes;
  private boolean preparing;
  private String path = "";
  private int step;
  private int threads = 1;

  /// @param team threads for work worth sharing
  /// @param exact see [#isExact]
  Draft(Graph graph, DnnlScope scope, DnnlStream stream, int team, boolean exact) {
    this.team = team;
    this.exact = exact;
    this.graph = graph;
    this.scope = scope;
    this.stream = stream;
    this.readers = graph.readers();
    for (int i = 0; i < graph.steps().size(); i++) {
      var s = graph.steps().get(i);
      if (s.op() instanceof Op.Reshape) {
        roots.put(s.output(), root(s.inputs().getFirst()));
      }
      for (var input : s.inputs()) {
        lastReader.put(root(input), i);
      }
      if (s.op() instanceof Op.Assign(var variable)) {
        changing.add(variable);
      } else if (s.op() instanceof Op.Update(var variable, var memory, _)) {
        changing.add(variable);
        changing.addAll(memory);
      }
    }
    graph.outputs().forEach(output -> lastReader.put(root(output), Integer.MAX_VALUE));
  }

  DnnlScope scope() {
    return scope;
  }

  /// Whether NaN and infinities matter more than time: functions are watched instead of fused where
  /// they would treat them otherwise than the reference engine does.
  boolean isExact() {
    return exact;
  }

  /// Starts on step number `index`. Steps that depend on unchanging variables alone are prepared.
  void begin(int index, Step next) {
    step = index;
    spared.clear();
    path = next.path();
    preparing =
        !next.isEffect()
            && switch (next.op()) {
              case Op.Input _, Op.Random _ -> false;
              case Op.Read(var variable) -> !changing.contains(variable);
              default -> settled.containsAll(next.inputs());
            };
    if (preparing) {
      settled.addAll(next.outputs());
    }
    threads = nanos(next) < NANOS_WORTH_A_TEAM ? 1 : team;
    OpenMp.threads(threads); // primitives are planned for the team they are created under
  }

  /// Keeps later kernels of this step from finding these values overwritten by its first.
  void spare(List<Value> values) {
    values.forEach(value -> spared.add(root(value)));
  }

  private static double nanos(Step step) {
    long elements = 0;
    for (var value : step.inputs()) {
      elements += value.shape().elements();
    }
    for (var value : step.outputs()) {
      elements += value.shape().elements();
    }
    return Costs.macs(step) * NANOS_PER_MAC + elements * Float.BYTES * NANOS_PER_BYTE;
  }

  boolean isSettled(Value value) {
    return settled.contains(value);
  }

  boolean isChanging(Variable variable) {
    return changing.contains(variable);
  }

  boolean isRead(Value value) {
    return readers.containsKey(value) || graph.outputs().contains(value);
  }

  // ---- memory --------------------------------------------------------------------------------

  /// New memory: of the arena, or kept if this step is prepared.
  Slot slot(long bytes) {
    return slot(preparing ? Slot.Kind.KEPT : Slot.Kind.ARENA, bytes);
  }

  Slot slot(Slot.Kind kind, long bytes) {
    var slot = new Slot(kind, bytes);
    slots.add(slot);
    return slot;
  }

  /// New row-major memory for a result.
  Slot result(Value value) {
    var slot = slot(Layouts.bytes(value.shape()));
    valueBytes += slot.bytes();
    put(value, Place.plain(slot));
    return slot;
  }

  /// Row-major memory for a result, the operand's own if nobody needs that any more.
  Slot resultOver(Value value, Value operand) {
    var place = place(operand);
    boolean free =
        place.slot().kind() == Slot.Kind.ARENA
            && !preparing
            && place.packed() == null
            && lastReader.getOrDefault(root(operand), -1) == step
            && !spared.contains(root(operand))
            && place.slot().bytes() == Layouts.bytes(value.shape());
    if (!free) {
      return result(value);
    }
    valueBytes += place.slot().bytes();
    put(value, place);
    return place.slot();
  }

  /// Where a variable lies now.
  Place variable(Variable variable) {
    return slots(variable, NativeStorage.of(variable));
  }

  /// Where a variable lies row-major; moves it there.
  Slot plainVariable(Variable variable) {
    if (NativeStorage.of(variable).packed() != null) {
      variable.moveTo(NativeStorage.plain(variable.shape()));
    }
    return variable(variable).slot();
  }

  /// What an optimizer remembers, in the layout of its parameter.
  Slot slotLike(Variable memory, Place parameter) {
    var packed = parameter.packed();
    if (packed == null) {
      return plainVariable(memory);
    }
    var now = NativeStorage.of(memory).packed();
    if (now == null || !packed.equals(now)) {
      memory.moveTo(NativeStorage.packed(memory.shape(), packed, parameter.groups()));
    }
    return variable(memory).slot();
  }

  private Place slots(Variable variable, NativeStorage storage) {
    storages.put(variable, storage);
    return storage.place();
  }

  /// Where each variable lay when the plan was drafted.
  Map<Variable, NativeStorage> storages() {
    return storages;
  }

  void put(Value value, Place place) {
    places.put(value, place);
  }

  /// Whether a kernel was made that reads a value where it lies.
  boolean isTaken(Value value) {
    return taken.contains(value);
  }

  Place place(Value value) {
    taken.add(value);
    var place = places.get(value);
    if (place == null) {
      throw new IllegalStateException(value + " is read before it is made.");
    }
    return place;
  }

  /// Where a value lies row-major; unpacks it if need be.
  Slot plain(Value value) {
    var place = place(value);
    if (place.packed() == null) {
      return place.slot();
    }
    var layout = Layouts.filter(value.shape(), place.groups());
    var slot = copied("unpack", value, place.slot(), place.packed(), layout);
    put(value, Place.plain(slot));
    return slot;
  }

  /// Where a filter lies in this layout; repacks it if need be.
  Slot packed(Value filter, int groups, MemoryDesc layout) {
    var place = place(filter);
    var now = place.packed() == null ? Layouts.filter(filter.shape(), groups) : place.packed();
    if (now.equals(layout)) {
      return place.slot();
    }
    return copied("pack", filter, place.slot(), now, layout);
  }

  /// A copy in another layout. What is settled is copied once, even for steps of each run.
  Slot copied(String kind, Value value, Slot from, MemoryDesc source, MemoryDesc target) {
    return derived(
        value,
        () -> {
          var slot = slot(target.size());
          reorder(kind, from, source, slot, target);
          return slot;
        });
  }

  /// What is made of one value alone: once if that is settled, even for steps of each run.
  Slot derived(Value value, Supplier<Slot> making) {
    boolean before = preparing;
    preparing = isSettled(value);
    var slot = making.get();
    preparing = before;
    return slot;
  }

  // ---- kernels -------------------------------------------------------------------------------

  /// Copies from one layout to another.
  void reorder(String kind, Slot from, MemoryDesc source, Slot to, MemoryDesc target) {
    primitive(
        kind,
        Primitives.reorder(scope, source, target, Attr.plain()),
        new Use(Arg.SRC, from, source),
        new Use(Arg.DST, to, target));
  }

  /// Adds a primitive; its scratchpad comes from the arena.
  void primitive(String kind, PrimitiveDesc desc, Use... uses) {
    int width = threads;
    var all = new ArrayList<>(Arrays.asList(uses));
    desc.scratchpad()
        .filter(scratchpad -> scratchpad.size() > 0)
        .ifPresent(scratchpad -> {
          var scratch = slot(scratchpad.size());
          scratchBytes = Math.max(scratchBytes, scratch.bytes());
          all.add(new Use(Arg.SCRATCHPAD, scratch, scratchpad));
        });
    add(
        kind,
        desc.implementation(),
        all.stream().map(Use::slot).toList(),
        () -> {
          var arguments =
              all.stream()
                  .map(use ->
                      new Arg(use.argument(), Memory.of(scope, use.desc(), use.slot().memory())))
                  .toArray(Arg[]::new);
          OpenMp.threads(width);
          var call = Primitive.of(desc).on(arguments);
          return _ -> {
            OpenMp.threads(width);
            call.run(stream);
          };
        });
  }

  /// Adds a kernel in Java.
  void java(String kind, List<Slot> touched, Supplier<Kernel> bind) {
    add(kind, "java", touched, bind);
  }

  private void add(String kind, String implementation, List<Slot> touched, Supplier<Kernel> bind) {
    (preparing ? preparation : kernels).add(new Planned(path, kind, implementation, touched, bind));
    if (!preparing) {
      touched.forEach(slot -> slot.use(kernels.size() - 1));
    }
  }

  // ---- what came out -------------------------------------------------------------------------

  /// Copies what the caller or an effect reads of variables that this plan changes, before they
  /// change.
  void keepOldValues() {
    var wanted = new LinkedHashSet<>(graph.outputs());
    graph.steps().stream().filter(Step::isEffect).forEach(s -> wanted.addAll(s.inputs()));
    for (var value : wanted) {
      if (place(value).slot().kind() == Slot.Kind.VARIABLE && !isSettled(value)) {
        var layout = Layouts.dense(value.shape());
        var from = plain(value);
        var kept = slot(Slot.Kind.ARENA, Layouts.bytes(value.shape()));
        reorder("keep", from, layout, kept, layout);
        put(value, Place.plain(kept));
      }
    }
  }

  /// Outputs must survive until the end of a run.
  void finish() {
    for (var output : graph.outputs()) {
      preparing = isSettled(output);
      plain(output).use(kernels.size());
    }
  }

  List<Planned> preparation() {
    return preparation;
  }

  List<Planned> kernels() {
    return kernels;
  }

  List<Slot> slots() {
    return slots;
  }

  long valueBytes() {
    return valueBytes;
  }

  long scratchBytes() {
    return scratchBytes;
  }

  private Value root(Value value) {
    return roots.getOrDefault(value, value);
  }
}
