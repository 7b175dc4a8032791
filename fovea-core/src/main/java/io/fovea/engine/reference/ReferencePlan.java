// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.engine.Plan;
import io.fovea.error.EngineException;
import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A graph with one `double[]` per value, run step by step.
///
/// Mutable, for one thread at a time. All values are allocated when the plan is made; a running step
/// may allocate small index tables.
public final class ReferencePlan implements Plan {
  private final List<Step> steps;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final Map<Value, Block> blocks = new HashMap<>();
  private List<Part> parts;
  private boolean closed;

  ReferencePlan(Graph graph) {
    // effects wait until every other step has read the variables
    steps =
        Stream.concat(
                graph.steps().stream().filter(step -> !step.isEffect()),
                graph.steps().stream().filter(Step::isEffect))
            .toList();
    inputs = graph.inputs().stream().map(Step::output).toList();
    outputs = graph.outputs();
    for (var step : steps) {
      check(step);
      step.outputs().forEach(output -> blocks.put(output, new Block(output.shape())));
    }
    parts = parts(new long[steps.size()]);
  }

  private static void check(Step step) {
    if (step.op() instanceof Op.Phase) {
      throw new EngineException(
          step.path(),
          "a graph made for training or for inference",
          "a step that still leaves the choice open: " + step,
          "resolve the phase before compiling.");
    }
    if (step.outputs().stream().anyMatch(output -> !output.shape().isKnown())) {
      throw new EngineException(
          step.path(),
          "a graph of known shapes",
          step.output().shape().toString(),
          "call batch(n) before compiling.");
    }
  }

  @Override
  public void feed(int input, float[] values) {
    var target = input(input, values.length);
    for (int i = 0; i < target.length; i++) {
      target[i] = values[i];
    }
  }

  /// Feeds an input in double precision, for differences too small for float32.
  ///
  /// @param input position in [Graph#inputs()]
  /// @param values row-major; only the first `elements of the input` are read
  public void feed(int input, double[] values) {
    var target = input(input, values.length);
    System.arraycopy(values, 0, target, 0, target.length);
  }

  private double[] input(int input, int length) {
    open();
    var target = block(inputs.get(input));
    if (length < target.elements()) {
      throw new ShapeException(
          "Plan.feed",
          "at least " + target.elements() + " values for input " + input + " " + target.shape(),
          length + " values",
          "pass one value per element, row-major.");
    }
    return target.values();
  }

  @Override
  public void run(long key) {
    open();
    for (var step : steps) {
      run(step, key);
    }
    parts = parts(new long[steps.size()]);
  }

  @Override
  public List<Part> profile(long key) {
    open();
    var nanos = new long[steps.size()];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      run(steps.get(i), key);
      nanos[i] = System.nanoTime() - start;
    }
    parts = parts(nanos);
    return parts;
  }

  private void run(Step step, long key) {
    Interpreter.run(
        step.op(),
        step.inputs().stream().map(this::block).toList(),
        step.outputs().stream().map(this::block).toList(),
        key);
  }

  @Override
  public void fetch(int output, float[] target) {
    open();
    var values = block(outputs.get(output)).values();
    for (int i = 0; i < values.length; i++) {
      target[i] = (float) values[i];
    }
  }

  /// Copies an output in double precision.
  ///
  /// @param output position in [Graph#outputs()]
  /// @param target receives the values, row-major, from index 0
  public void fetch(int output, double[] target) {
    open();
    var values = block(outputs.get(output)).values();
    System.arraycopy(values, 0, target, 0, values.length);
  }

  Block block(Value value) {
    return Objects.requireNonNull(blocks.get(value), () -> "no step makes " + value);
  }

  @Override
  public Memory memory() {
    long bytes = 0;
    for (var block : blocks.values()) {
      bytes += (long) Double.BYTES * block.elements();
    }
    return new Memory(bytes, bytes, 0, 0);
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  private List<Part> parts(long[] nanos) {
    var list = new ArrayList<Part>(nanos.length);
    for (int i = 0; i < nanos.length; i++) {
      var step = steps.get(i);
      list.add(new Part(step.path(), step.op().getClass().getSimpleName(), "java", nanos[i]));
    }
    return List.copyOf(list);
  }

  @Override
  public void close() {
    closed = true;
    blocks.clear();
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException(
          FoveaException.format(
              "ReferencePlan",
              "an open plan",
              "one that close() has ended",
              "compile a new plan."));
    }
  }
}
