// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.graph.Eltwise;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Penalty;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientCheckTest {
  @ParameterizedTest
  @MethodSource("io.fovea.testkit.OpCases#smooth")
  void everyRuleAgreesWithCentralDifferences(OpCase c) {
    GradientCheck.check(c);
  }

  @Test
  void namesInputAndElementAndBothSlopesWhenTheyDiffer() {
    // at the kink the rule says 0, differences say one half: weight times 0.5
    var kink =
        OpCase.of("at its kink", new Op.Map(Eltwise.relu()), Operand.of("x", 1, 3).in(zeros()));
    assertThatThrownBy(() -> GradientCheck.check(kink))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "GradientCheck: Map at its kink: input x \\[1, 3\\], element \\[0, 0\\] = 0.0: expected"
                + " slope -?0\\.\\d+ \\(central differences\\), got -?0.0 \\(gradient rules\\),"
                + " tolerance \\d\\.\\de-\\d+. Repeat with -Dfovea.seed=\\d+.");
  }

  @Test
  void seesAGradientThatIsLeftOut() {
    // given statistics get no gradient, though the result depends on them
    var statistics =
        OpCase.of(
            "for its mean",
            new Op.BatchNormFixed(1e-3),
            Operand.of("x", 4, 2),
            Operand.of("gamma", 2),
            Operand.of("beta", 2),
            Operand.of("mean", 2),
            Operand.of("variance", 2).in(Domain.POSITIVE).unchecked());
    assertThatThrownBy(() -> GradientCheck.check(statistics))
        .hasMessageContaining("input mean [2], element [0]")
        .hasMessageContaining("got 0.0 (gradient rules)");
  }

  @Test
  void seesNaN() {
    var root =
        OpCase.of(
            "below 0",
            new Op.Map(Eltwise.of(Eltwise.Kind.SQRT)),
            Operand.of("x", 2).in(Domain.between(-2, -1)));
    assertThatThrownBy(() -> GradientCheck.check(root)).hasMessageContaining("got NaN");
  }

  @Test
  void checksTheVariablesOfAWholeGraphToo() {
    var good = new GraphBuilder();
    var w = new Variable("w", Shape.of(3), Variable.Kind.PARAMETER, ones(), Penalty.NONE);
    var x = good.input("x", Shape.of(2, 3));
    var y = good.map(good.times(x, good.read(w)), Eltwise.of(Eltwise.Kind.TANH));
    var inputs = List.of(Tensor.generate(Shape.of(2, 3), i -> i / 7.0));
    assertThatCode(() -> GradientCheck.check("layer", good.build(List.of(y)), inputs))
        .doesNotThrowAnyException();

    var kinked = good.map(good.minus(good.read(w), good.scalar(1)), Eltwise.relu());
    assertThatThrownBy(() -> GradientCheck.check("layer", good.build(List.of(kinked)), inputs))
        .hasMessageStartingWith("GradientCheck: layer: variable w [3], element [0] = 1.0: ");
  }

  private static Domain zeros() {
    return new Domain.Steps(0, 0, 1);
  }

  private static Initializer ones() {
    return Initializer.constant(1);
  }
}
