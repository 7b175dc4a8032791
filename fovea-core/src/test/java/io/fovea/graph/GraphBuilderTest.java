// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
  private final GraphBuilder g = new GraphBuilder();
  private final Variable w =
      new Variable(
          "w", Shape.of(3), Variable.Kind.PARAMETER, Initializer.constant(1), Penalty.NONE);

  @Test
  void readsAVariableOnce() {
    assertThat(g.read(w)).isEqualTo(g.read(w));
    var graph = g.build(List.of());
    assertThat(graph.steps()).hasSize(1);
    var continued = GraphBuilder.continuing(graph);
    assertThat(continued.read(w)).isEqualTo(g.read(w));
  }

  @Test
  void putsEffectsLast() {
    var old = g.read(w);
    g.addAll(new Op.Assign(w), old);
    g.scaled(old, 2);
    assertThat(g.build(List.of()).steps().getLast().isEffect()).isTrue();
    var continued = GraphBuilder.continuing(g.build(List.of()));
    continued.scaled(old, 3);
    assertThat(continued.build(List.of()).steps().getLast().isEffect()).isTrue();
  }

  @Test
  void continuesWithFreshNumbers() {
    var x = g.input("x", Shape.of(3));
    var continued = GraphBuilder.continuing(g.build(List.of(x)));
    assertThat(continued.scaled(x, 2).id()).isGreaterThan(x.id());
  }

  @Test
  void givesStepsTheInnermostPath() {
    g.enter("outer");
    g.enter("outer/inner");
    g.scalar(1);
    g.leave();
    g.scalar(2);
    assertThat(g.build(List.of()).steps())
        .extracting(Step::path)
        .containsExactly("outer/inner", "outer");
  }

  @Test
  void sumsOverStretchedAxesToUndoBroadcasting() {
    var x = g.input("x", Shape.of(2, 3, 4, 5));
    assertThat(g.unbroadcast(x, x.shape())).isSameAs(x);
    for (var shape :
        List.of(
            Shape.scalar(), Shape.of(5), Shape.of(1, 1), Shape.of(3, 1, 5), Shape.of(2, 1, 1, 5))) {
      assertThat(g.unbroadcast(x, shape).shape()).isEqualTo(shape);
    }
  }

  @Test
  void makesScalarsOfWholeValues() {
    var x = g.input("x", Shape.of(2, 3));
    assertThat(g.sum(x).shape()).isEqualTo(Shape.scalar());
    assertThat(g.mean(x).shape()).isEqualTo(Shape.scalar());
    var scalar = g.scalar(7);
    assertThat(g.sum(scalar)).isSameAs(scalar);
  }
}
