// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.CustomOp;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.UpdateRule;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;

/// Inputs, constants, random numbers, variables and their updates, users' ops: what runs as Java.
final class LowerSources {
  /// Elements that an update handles at a time: four arrays of these stay in the first-level cache.
  private static final int PIECE = 1024;

  private final Draft draft;
  private final LowerProducts products;

  LowerSources(Draft draft, LowerProducts products) {
    this.draft = draft;
    this.products = products;
  }

  void input(Step step) {
    // Kept, so that a run may be repeated without feeding again.
    var slot = draft.slot(Slot.Kind.KEPT, Layouts.bytes(step.output().shape()));
    draft.put(step.output(), Place.plain(slot));
  }

  void read(Step step, Variable variable) {
    draft.put(step.output(), draft.variable(variable));
    products.read(step.output(), variable);
  }

  void fill(Step step, double value) {
    var slot = draft.slot(Slot.Kind.KEPT, Layouts.bytes(step.output().shape()));
    slot.fillWith((float) value);
    draft.put(step.output(), Place.plain(slot));
  }

  void literal(Step step, Tensor tensor) {
    var slot = draft.slot(Slot.Kind.KEPT, Layouts.bytes(tensor.shape()));
    slot.startWith(tensor.toArray());
    draft.put(step.output(), Place.plain(slot));
  }

  void random(Step step, Op.Random random) {
    var slot = draft.result(step.output());
    int count = Math.toIntExact(step.output().shape().elements());
    draft.java(
        "random",
        List.of(slot),
        () -> {
          var memory = slot.memory();
          return key -> {
            var rng = new Rng(key).at(random.salt());
            for (int i = 0; i < count; i++) {
              memory.setAtIndex(
                  ValueLayout.JAVA_FLOAT, i, (float) random.distribution().draw(rng, i));
            }
          };
        });
  }

  void oneHot(Step step, int classes) {
    var labels = draft.plain(step.inputs().getFirst());
    var slot = draft.result(step.output());
    int count = Math.toIntExact(step.inputs().getFirst().shape().elements());
    draft.java(
        "one-hot",
        List.of(labels, slot),
        () -> {
          var from = labels.memory();
          var to = slot.memory().asSlice(0, (long) count * classes * Float.BYTES);
          return _ -> {
            to.fill((byte) 0);
            for (int i = 0; i < count; i++) {
              double label = Math.rint(from.getAtIndex(ValueLayout.JAVA_FLOAT, i));
              if (label >= 0 && label < classes) { // NaN is no class
                to.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * classes + (int) label, 1);
              }
            }
          };
        });
  }

  /// Through arrays of doubles, which the user's function reads and writes.
  void custom(Step step, CustomOp function) {
    var from = step.inputs().stream().map(draft::plain).toList();
    var to = draft.result(step.output());
    var shapes = step.inputs().stream().map(Value::shape).toList();
    draft.java(
        "custom",
        Stream.concat(from.stream(), Stream.of(to)).toList(),
        () -> {
          var inputs = shapes.stream().map(LowerSources::array).toList();
          var output = array(step.output().shape());
          return _ -> {
            for (int i = 0; i < inputs.size(); i++) {
              var values = inputs.get(i).values();
              var memory = from.get(i).memory();
              for (int k = 0; k < values.length; k++) {
                values[k] = memory.getAtIndex(ValueLayout.JAVA_FLOAT, k);
              }
            }
            function.run(inputs, output);
            var values = output.values();
            var memory = to.memory();
            for (int k = 0; k < values.length; k++) {
              memory.setAtIndex(ValueLayout.JAVA_FLOAT, k, (float) values[k]);
            }
          };
        });
  }

  private static CustomOp.Array array(Shape shape) {
    return new CustomOp.Array(shape, new double[Math.toIntExact(shape.elements())]);
  }

  void assign(Step step, Variable variable) {
    var from = draft.plain(step.inputs().getFirst());
    var to = draft.plainVariable(variable);
    long bytes = variable.shape().elements() * Float.BYTES;
    draft.java(
        "assign",
        List.of(from, to),
        () -> {
          var source = from.memory();
          var target = to.memory();
          return _ -> {
            MemorySegment.copy(source, 0, target, 0, bytes);
            variable.touched();
          };
        });
  }

  void update(Step step, Op.Update update) {
    var place = draft.variable(update.variable());
    var gradient = step.inputs().get(0);
    var slope =
        place.packed() == null
            ? draft.plain(gradient)
            : draft.packed(gradient, place.groups(), place.packed());
    var scalars = draft.plain(step.inputs().get(1));
    int scalarCount = Math.toIntExact(step.inputs().get(1).shape().elements());
    var memory = update.slots().stream().map(slot -> draft.slotLike(slot, place)).toList();
    var touched = Stream.concat(Stream.of(place.slot(), slope, scalars), memory.stream()).toList();
    int count =
        Math.toIntExact(
            place.packed() == null
                ? update.variable().shape().elements()
                : place.packed().size() / Float.BYTES);
    draft.java(
        "update",
        touched,
        () ->
            new Updating(
                update,
                count,
                place.slot().memory(),
                slope.memory(),
                memory.stream().map(Slot::memory).toList(),
                scalars.memory(),
                new float[scalarCount]));
  }

  /// One optimizer update, piece by piece through arrays, on which Java's loops are vectorized.
  private static final class Updating implements Kernel {
    private final UpdateRule rule;
    private final Variable[] changed; // an array, since walking a list may allocate
    private final int count;
    private final MemorySegment parameter;
    private final MemorySegment gradient;
    private final MemorySegment[] memory;
    private final MemorySegment scalarMemory;
    private final float[] scalars;
    private final float[] w;
    private final float[] g;
    private final float[][] s;

    Updating(
        Op.Update update,
        int count,
        MemorySegment parameter,
        MemorySegment gradient,
        List<MemorySegment> memory,
        MemorySegment scalarMemory,
        float[] scalars) {
      this.rule = update.rule();
      this.changed =
          Stream.concat(Stream.of(update.variable()), update.slots().stream())
              .toArray(Variable[]::new);
      this.count = count;
      this.parameter = parameter;
      this.gradient = gradient;
      this.memory = memory.toArray(MemorySegment[]::new);
      this.scalarMemory = scalarMemory;
      this.scalars = scalars;
      int piece = Math.min(PIECE, count);
      this.w = new float[piece];
      this.g = new float[piece];
      this.s = new float[memory.size()][piece];
    }

    @Override
    public void run(long key) {
      load(scalarMemory, 0, scalars, scalars.length);
      for (int from = 0; from < count; from += w.length) {
        int n = Math.min(w.length, count - from);
        load(parameter, from, w, n);
        load(gradient, from, g, n);
        for (int i = 0; i < s.length; i++) {
          load(memory[i], from, s[i], n);
        }
        rule.apply(w, g, s, n, scalars);
        store(w, n, parameter, from);
        for (int i = 0; i < s.length; i++) {
          store(s[i], n, memory[i], from);
        }
      }
      for (var variable : changed) {
        variable.touched();
      }
    }

    private static void load(MemorySegment from, long at, float[] to, int count) {
      MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, at * Float.BYTES, to, 0, count);
    }

    private static void store(float[] from, int count, MemorySegment to, long at) {
      MemorySegment.copy(from, 0, to, ValueLayout.JAVA_FLOAT, at * Float.BYTES, count);
    }
  }
}
