// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which steps are added; what they compute is checked by central differences in the test kit.
class GradientsTest {
  private final GraphBuilder g = new GraphBuilder();
  private final Value x = g.input("x", Shape.of(2, 3));

  @Test
  void givesZerosForWhatTheLossDoesNotDependOn() {
    var other = g.input("other", Shape.of(4));
    var graph = g.build(List.of(g.sum(x)));
    var slope = slopes(graph, other);
    assertThat(slope.makers().get(slope.outputs().getFirst()).op())
        .isEqualTo(new Op.Fill(0, Shape.of(4)));
  }

  @Test
  void addsNothingForPartsThatLeadToNoTarget() {
    var w = g.input("w", Shape.of(3, 3));
    var hidden = g.add(new Op.MatMul(false, false), x, w);
    var head = g.input("head", Shape.of(3, 1));
    var graph = g.build(List.of(g.sum(g.add(new Op.MatMul(false, false), hidden, head))));
    var added = slopes(graph, head).steps().stream().skip(graph.steps().size());
    assertThat(added.filter(step -> step.op() instanceof Op.MatMul)).hasSize(1);
  }

  @Test
  void addsUpWhereAValueIsUsedTwice() {
    var graph = g.build(List.of(g.sum(g.times(x, x))));
    assertThat(slopes(graph, x).steps().getLast().op())
        .isEqualTo(new Op.Binary(Op.Binary.Kind.ADD));
  }

  @Test
  void keepsThePathOfTheStepItBelongsTo() {
    g.enter("dense");
    var y = g.map(x, Eltwise.relu());
    g.leave();
    var graph = g.build(List.of(g.sum(y)));
    assertThat(slopes(graph, x).steps().getLast().path()).isEqualTo("dense");
  }

  @Test
  void saysWhatCannotBeDifferentiated() {
    var phase = g.build(List.of(g.sum(g.add(new Op.Phase(), x, x))));
    assertThatThrownBy(() -> slopes(phase, x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("No gradient for ")
        .hasMessageEndingWith(": resolve the phase first.");

    var back = new Op.MapBack(Eltwise.relu());
    var second = g.build(List.of(g.sum(g.add(back, x, x))));
    assertThatThrownBy(() -> slopes(second, x))
        .hasMessageEndingWith(": the gradient of a gradient is not defined for it.");

    var fused = new Op.Fused(new Op.Map(Eltwise.relu()), List.of());
    var early = g.build(List.of(g.sum(g.add(fused, x))));
    assertThatThrownBy(() -> slopes(early, x))
        .hasMessageEndingWith(": differentiate before fusing.");
  }

  @Test
  void refusesALossThatUsesTheStatisticsOfABatch() {
    var three = g.input("gamma", Shape.of(3));
    var mean = g.addAll(new Op.BatchNorm(1e-3), x, three, three).get(1);
    var graph = g.build(List.of(g.sum(mean)));
    assertThatThrownBy(() -> slopes(graph, x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(": a loss may use its result, not its mean and variance.");
  }

  private static Graph slopes(Graph graph, Value target) {
    var builder = GraphBuilder.continuing(graph);
    var loss = graph.outputs().getFirst();
    return builder.build(Gradients.of(graph, builder, loss, List.of(target)));
  }
}
