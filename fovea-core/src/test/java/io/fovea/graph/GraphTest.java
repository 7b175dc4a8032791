// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final int N = Shape.OPEN;

  private final Variable w =
      new Variable(
          "dense/kernel",
          Shape.of(4, 2),
          Variable.Kind.PARAMETER,
          Initializer.constant(1),
          Penalty.NONE);

  /// `relu(x w)`, and a step that nobody reads.
  private Graph dense() {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(N, 4));
    g.enter("dense");
    var product = g.add(new Op.MatMul(false, false), x, g.read(w));
    g.scaled(product, 3);
    var y = g.map(product, Eltwise.relu());
    g.leave();
    return g.build(List.of(y));
  }

  @Test
  void printsOneLinePerStep() {
    assertThat(dense())
        .hasToString(
            """
            %0 [N, 4] = Input[name=x, shape=[N, 4]]()\s\s
            %1 [4, 2] = Read[variable=dense/kernel [4, 2]]()  dense
            %2 [N, 2] = MatMul[transposeA=false, transposeB=false](%0, %1)  dense
            %3 [N, 2] = Map[function=linear(3.0, 0.0)](%2)  dense
            %4 [N, 2] = Map[function=relu](%2)  dense
            -> [%4 [N, 2]]
            """);
  }

  @Test
  void printsForGraphviz() {
    assertThat(dense().prune().toDot())
        .isEqualTo(
            """
            digraph fovea {
              node [shape=box, fontname="monospace"];
              s0 [label="\\nInput [N, 4]"];
              s1 [label="dense\\nRead [4, 2]"];
              s2 [label="dense\\nMatMul [N, 2]"];
              s0 -> s2;
              s1 -> s2;
              s3 [label="dense\\nMap [N, 2]"];
              s2 -> s3;
            }
            """);
  }

  @Test
  void pruneDropsWhatNobodyReads() {
    assertThat(dense().steps()).hasSize(5);
    assertThat(dense().prune().steps()).hasSize(4);
    assertThat(dense().prune().outputs()).isEqualTo(dense().outputs());
  }

  @Test
  void pruneKeepsEffectsAndWhatTheyNeed() {
    var g = new GraphBuilder();
    g.addAll(new Op.Assign(w), g.scaled(g.read(w), 0.5));
    var unread = g.scalar(1);
    var graph = g.build(List.of());
    assertThat(graph.prune().steps()).hasSize(3);
    assertThat(graph.prune().makers()).doesNotContainKey(unread);
  }

  @Test
  void batchClosesTheOpenAxisOfEveryValue() {
    var graph = dense().batch(32);
    assertThat(graph.outputs().getFirst().shape()).isEqualTo(Shape.of(32, 2));
    assertThat(graph.inputs().getFirst().output().shape()).isEqualTo(Shape.of(32, 4));
    assertThat(graph.steps())
        .allSatisfy(step -> assertThat(step.output().shape().isKnown()).isTrue());
    assertThat(graph.steps().getLast().path()).isEqualTo("dense");
  }

  @Test
  void rewritePutsOtherStepsInTheirPlace() {
    var graph =
        dense()
            .rewrite((step, in, g) ->
                step.op() instanceof Op.Map(var function) && function.kind() == Eltwise.Kind.RELU
                    ? List.of(g.map(in.getFirst(), Eltwise.of(Eltwise.Kind.TANH)))
                    : g.addAll(step.path(), step.op(), in));
    assertThat(graph.steps().getLast().op()).isEqualTo(new Op.Map(Eltwise.of(Eltwise.Kind.TANH)));
    assertThat(graph.outputs()).containsExactly(graph.steps().getLast().output());
  }

  @Test
  void knowsWhoReadsAndWhoMakesAValue() {
    var graph = dense();
    var product = graph.steps().get(2).output();
    assertThat(graph.readers().get(product)).containsExactlyElementsOf(graph.steps().subList(3, 5));
    assertThat(graph.makers().get(product)).isEqualTo(graph.steps().get(2));
    assertThat(graph.readers()).doesNotContainKey(graph.outputs().getFirst());
  }

  @Test
  void countsAStepThatReadsAValueTwiceOnce() {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(3));
    var graph = g.build(List.of(g.times(x, x)));
    assertThat(graph.readers().get(x)).hasSize(1);
  }

  @Test
  void listsInputsAndVariablesOnceInOrder() {
    var slot =
        new Variable(
            "slot", Shape.of(4, 2), Variable.Kind.SLOT, Initializer.constant(0), Penalty.NONE);
    var g = GraphBuilder.continuing(dense());
    var rate = g.input("rate", Shape.scalar());
    g.addAll(new Op.Update(w, List.of(slot), new Plain()), g.read(w), rate);
    var graph = g.build(List.of());
    assertThat(graph.variables()).containsExactly(w, slot);
    assertThat(graph.inputs())
        .extracting(step -> ((Op.Input) step.op()).name())
        .containsExactly("x", "rate");
  }

  private record Plain() implements UpdateRule {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public float[] scalars(double learningRate, long iteration) {
      return new float[0];
    }

    @Override
    public void apply(float[] v, float[] g, float[][] s, int count, float[] scalars) {}
  }
}
