// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.conv2d;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.engine.Availability;
import io.fovea.engine.Engine;
import io.fovea.engine.Plan;
import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineComparisonTest {
  private static final Engine REFERENCE = new ReferenceEngine();
  private static final Operand A = Operand.of("a", 2, 3);
  private static final Operand B = Operand.of("b", 3, 2);
  private static final Op PRODUCT = new Op.MatMul(false, false);

  @ParameterizedTest
  @MethodSource("io.fovea.testkit.OpCases#all")
  void theReferenceEngineAgreesWithItself(OpCase c) {
    EngineComparison.with(REFERENCE).check(c);
  }

  @Test
  void namesTheWorstElementOfAWrongResult() {
    var wrong = EngineComparison.with(new Wrong(0, 3, 1, 0.01f));
    assertThatThrownBy(() -> wrong.check(PRODUCT, A, B))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "EngineComparison: wrong: MatMul \\[\\[2, 3\\], \\[3, 2\\]\\], run 1, result 0 \\[2,"
                + " 2\\], element \\[1, 1\\]: expected \\S+ \\(reference\\), got \\S+, tolerance"
                + " \\S+; 1 of 4 elements are off, this one most. Repeat with -Dfovea.seed=\\d+.");
  }

  @Test
  void namesAWrongGradient() {
    var wrong = EngineComparison.with(new Wrong(2, 0, 1, 1e-4f));
    assertThatThrownBy(() -> wrong.check(PRODUCT, A, B))
        .hasMessageContaining("run 1, gradient of b [3, 2], element [0, 0]");
  }

  @Test
  void seesWhatOnlyTheSecondRunGetsWrong() {
    var wrong = EngineComparison.with(new Wrong(0, 0, 2, 1e-4f));
    assertThatThrownBy(() -> wrong.check(PRODUCT, A, B)).hasMessageContaining("run 2, result 0");
  }

  @Test
  void seesNaN() {
    var wrong = EngineComparison.with(new Wrong(0, 0, 1, Float.NaN));
    assertThatThrownBy(() -> wrong.check(PRODUCT, A, B)).hasMessageContaining("got NaN");
  }

  @Test
  void allowsWhatRoundingExplains() {
    var rounding = EngineComparison.with(new Wrong(0, 0, 1, 2e-7f));
    assertThatCode(() -> rounding.check(PRODUCT, A, B)).doesNotThrowAnyException();
    var bfloat16 = EngineComparison.with(new Wrong(0, 0, 1, 4e-3f)).tolerance(Tolerance.bf16());
    assertThatCode(() -> bfloat16.check(PRODUCT, A, B)).doesNotThrowAnyException();
  }

  @Test
  void comparesTheOutputsOfAWholeGraph() {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(4));
    var graph = g.build(List.of(g.plus(x, x), g.times(x, x)));
    var inputs = List.of(Tensor.vector(1, 2, 3, 4));
    assertThatCode(() -> EngineComparison.with(REFERENCE).check("net", graph, inputs))
        .doesNotThrowAnyException();
    var wrong = EngineComparison.with(new Wrong(1, 2, 1, 0.1f));
    assertThatThrownBy(() -> wrong.check("net", graph, inputs))
        .hasMessageContaining("net, output [4], element [2]: expected 9.0 (reference), got 9.1,");
  }

  @Test
  void comparesALayerAndItsGradients() {
    var pictures = Tensor.generate(Shape.of(2, 4, 3, 2), i -> Math.sin(i));
    var layer = conv2d(3, 2).tanh();
    assertThatCode(() -> EngineComparison.with(REFERENCE).check(layer, pictures))
        .doesNotThrowAnyException();
    // outputs: result, slopes of pictures, kernel, bias
    assertThatThrownBy(
            () -> EngineComparison.with(new Wrong(3, 1, 1, 0.01f)).check(layer, pictures))
        .hasMessageContaining("Conv[filters=3")
        .hasMessageContaining("output [3], element [1]: expected");
  }

  /// The reference engine, but one element of one output is off from some run on.
  private record Wrong(int output, int element, int fromRun, float by) implements Engine {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public Availability availability() {
      return REFERENCE.availability();
    }

    @Override
    public int priority() {
      return -1;
    }

    @Override
    public Plan compile(Graph graph) {
      return new WrongPlan(this, REFERENCE.compile(graph));
    }
  }

  private static final class WrongPlan implements Plan {
    private final Wrong wrong;
    private final Plan right;
    private int runs;

    WrongPlan(Wrong wrong, Plan right) {
      this.wrong = wrong;
      this.right = right;
    }

    @Override
    public void feed(int input, float[] values) {
      right.feed(input, values);
    }

    @Override
    public void run(long key) {
      runs++;
      right.run(key);
    }

    @Override
    public void fetch(int output, float[] target) {
      right.fetch(output, target);
      if (output == wrong.output() && runs >= wrong.fromRun()) {
        target[wrong.element()] += wrong.by();
      }
    }

    @Override
    public Memory memory() {
      return right.memory();
    }

    @Override
    public List<Part> parts() {
      return right.parts();
    }

    @Override
    public List<Part> profile(long key) {
      return right.profile(key);
    }

    @Override
    public void close() {
      right.close();
    }
  }
}
