// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.engine.Engines;
import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.error.EngineException;
import io.fovea.error.ShapeException;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Penalty;
import io.fovea.graph.UpdateRule;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {
  private final ReferenceEngine engine = new ReferenceEngine();

  @Test
  void isFoundAndAlwaysAvailable() {
    assertThat(Engines.named("reference")).isInstanceOf(ReferenceEngine.class);
    assertThat(engine.availability().available()).isTrue();
    assertThat(engine.priority()).isZero();
  }

  @Test
  void feedsAndFetchesBothPrecisions() {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(2));
    var plan = engine.compile(g.build(List.of(g.scaled(x, 2))));
    plan.feed(0, new float[] {1, 2, 99});
    plan.run(0);
    var floats = new float[2];
    plan.fetch(0, floats);
    assertThat(floats).containsExactly(2, 4);

    double tiny = 1 + 0x1p-40;
    plan.feed(0, new double[] {tiny, 0});
    plan.run(0);
    var doubles = new double[2];
    plan.fetch(0, doubles);
    assertThat(doubles).containsExactly(2 * tiny, 0);
  }

  @Test
  void rejectsTooFewValues() {
    var g = new GraphBuilder();
    var plan = engine.compile(g.build(List.of(g.input("x", Shape.of(2, 3)))));
    assertThatThrownBy(() -> plan.feed(0, new float[5]))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "Plan.feed: expected at least 6 values for input 0 [2, 3], got 5 values.\n"
                + "  Fix: pass one value per element, row-major.");
  }

  @Test
  void rejectsOpenShapes() {
    var g = new GraphBuilder();
    g.enter("net/input");
    var graph = g.build(List.of(g.input("x", Shape.of(Shape.OPEN, 3))));
    assertThatThrownBy(() -> engine.compile(graph))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "net/input: expected a graph of known shapes, got [N, 3].\n"
                + "  Fix: call batch(n) before compiling.");
  }

  @Test
  void rejectsAPhaseThatIsStillOpen() {
    var g = new GraphBuilder();
    g.enter("net/dropout");
    var x = g.input("x", Shape.of(3));
    var graph = g.build(List.of(g.add(new Op.Phase(), x, x)));
    assertThatThrownBy(() -> engine.compile(graph))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith(
            "net/dropout: expected a graph made for training or for inference, got a step that still"
                + " leaves the choice open: ")
        .hasMessageEndingWith("\n  Fix: resolve the phase before compiling.");
  }

  @Test
  void changesVariablesAfterEverybodyHasReadThem() {
    var w = variable(1);
    var g = new GraphBuilder();
    var old = g.read(w);
    g.addAll(new Op.Assign(w), g.scaled(old, 3));
    var doubled = g.scaled(old, 2);
    var built = g.build(List.of(doubled, old));
    // effects in front, which a builder never does
    var steps = new java.util.ArrayList<>(built.steps());
    steps.add(2, steps.removeLast());
    var plan = engine.compile(new Graph(steps, built.outputs()));
    plan.run(0);
    assertThat(fetch(plan, 0)).isEqualTo(2);
    assertThat(fetch(plan, 1)).isEqualTo(1);
    assertThat(w.read()).containsExactly(3);
    plan.run(0);
    assertThat(fetch(plan, 0)).isEqualTo(6);
  }

  @Test
  void keepsVariablesInDoublePrecision() {
    var w = variable(1);
    var g = new GraphBuilder();
    g.addAll(new Op.Assign(w), g.map(g.read(w), Eltwise.linear(1, 0x1p-40)));
    var plan = engine.compile(g.build(List.of(g.read(w))));
    for (int i = 0; i < 4; i++) {
      plan.run(0);
    }
    // the output is what the fourth run read, after three changes that float32 cannot hold
    assertThat(fetch(plan, 0)).isEqualTo(1 + 3 * 0x1p-40);
    var second = engine.compile(g.build(List.of(g.read(w))));
    second.run(0);
    assertThat(fetch(second, 0)).isEqualTo(1 + 4 * 0x1p-40);
  }

  @Test
  void updatesParametersAndSlotsAndTheirVersion() {
    var w = variable(1);
    var slot = variable(10);
    var g = new GraphBuilder();
    var gradient = g.input("g", Shape.of(1));
    var scalars = g.add(new Op.Literal(Tensor.vector(0.5f)));
    g.addAll(new Op.Update(w, List.of(slot), new Sum()), gradient, scalars);
    var plan = engine.compile(g.build(List.of()));
    long version = w.version();
    plan.feed(0, new float[] {4});
    plan.run(0);
    assertThat(slot.read()).containsExactly(14);
    assertThat(w.read()).containsExactly(1 - 0.5f * 14);
    assertThat(w.version()).isGreaterThan(version);
  }

  @Test
  void followsAVariableThatMovedElsewhere() {
    var w = variable(1);
    var g = new GraphBuilder();
    var plan = engine.compile(g.build(List.of(g.read(w))));
    w.moveTo(new Elsewhere());
    w.write(new float[] {5});
    plan.run(0);
    assertThat(fetch(plan, 0)).isEqualTo(5);
  }

  @Test
  void evaluatesEveryValueAndLeavesVariablesAlone() {
    var w = variable(3);
    var before = w.storage();
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(1));
    var product = g.times(x, g.read(w));
    var sum = g.plus(product, x);
    g.addAll(new Op.Assign(w), sum);
    var values = engine.evaluate(g.build(List.of(sum)), List.of(Tensor.vector(2)), 0);
    assertThat(values.keySet()).startsWith(x).endsWith(sum);
    assertThat(values.get(product)).isEqualTo(Tensor.vector(6));
    assertThat(values.get(sum)).isEqualTo(Tensor.vector(8));
    assertThat(w.storage()).isSameAs(before);
    assertThat(w.read()).containsExactly(3);
  }

  @Test
  void saysHowManyInputsEvaluateNeeds() {
    var g = new GraphBuilder();
    var graph = g.build(List.of(g.input("x", Shape.of(1))));
    assertThatThrownBy(() -> engine.evaluate(graph, List.of(), 0))
        .hasMessage(
            "ReferenceEngine.evaluate: expected 1 inputs, got 0.\n"
                + "  Fix: pass one tensor per input of the graph.");
  }

  @Test
  void countsEightBytesPerElementOfEachValue() {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(2, 3));
    var memory = engine.compile(g.build(List.of(g.scaled(x, 2)))).memory();
    assertThat(memory.values()).isEqualTo(2 * 6 * 8);
    assertThat(memory.arena()).isEqualTo(memory.values());
    assertThat(memory.total()).isEqualTo(memory.values());
  }

  @Test
  void showsTimesOnlyOfAMeasuredRun() {
    var g = new GraphBuilder();
    g.enter("net");
    var x = g.input("x", Shape.of(100));
    var plan = engine.compile(g.build(List.of(g.add(new Op.Softmax(), x))));
    assertThat(plan.parts())
        .extracting(part -> part.path() + " " + part.kind() + " " + part.implementation())
        .containsExactly("net Input java", "net Softmax java");
    assertThat(plan.profile(0).getLast().nanos()).isPositive();
    assertThat(plan.parts().getLast().nanos()).isPositive();
    plan.run(0);
    assertThat(plan.parts().getLast().nanos()).isZero();
  }

  @Test
  void refusesToRunAfterClose() {
    var g = new GraphBuilder();
    var plan = engine.compile(g.build(List.of(g.input("x", Shape.of(1)))));
    plan.close();
    plan.close();
    assertThatThrownBy(() -> plan.run(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "ReferencePlan: expected an open plan, got one that close() has ended.\n"
                + "  Fix: compile a new plan.");
  }

  private static double fetch(io.fovea.engine.reference.ReferencePlan plan, int output) {
    var value = new double[1];
    plan.fetch(output, value);
    return value[0];
  }

  private static Variable variable(float value) {
    return new Variable(
        "w", Shape.of(1), Variable.Kind.PARAMETER, Initializer.constant(value), Penalty.NONE);
  }

  /// Another engine's place.
  private static final class Elsewhere implements Variable.Storage {
    private float[] values = new float[0];

    @Override
    public float[] read() {
      return values.clone();
    }

    @Override
    public void write(float[] newValues) {
      values = newValues.clone();
    }
  }

  /// The slot sums gradients, the parameter goes against the sum.
  private record Sum() implements UpdateRule {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public float[] scalars(double learningRate, long iteration) {
      return new float[] {(float) learningRate};
    }

    @Override
    public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
      for (int i = 0; i < count; i++) {
        s[0][i] += g[i];
        w[i] -= scalars[0] * s[0][i];
      }
    }
  }
}
