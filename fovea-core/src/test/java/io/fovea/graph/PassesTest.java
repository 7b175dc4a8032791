// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final Window SAME = Window.of(Axis.same(4, 3, 1, 1), Axis.same(4, 3, 1, 1));

  private final GraphBuilder g = new GraphBuilder();
  private final Value x = g.input("x", Shape.of(2, 4, 4, 3));

  @Test
  void resolveTakesTheBranchOfThePhase() {
    var graph = g.build(List.of(g.add(new Op.Phase(), g.scaled(x, 2), g.scaled(x, 3))));
    assertThat(scales(Passes.resolve(graph, true))).containsExactly(2.0);
    assertThat(scales(Passes.resolve(graph, false))).containsExactly(3.0);
  }

  @Test
  void resolveLetsAFrozenStateChooseInferenceAndKeepsItAsItIs() {
    var mean = variable("mean", Variable.Kind.STATE, 1);
    var y = g.add(new Op.Phase(), g.scaled(x, 2), g.scaled(x, 3), g.read(mean));
    g.addAll(new Op.Assign(mean), g.scaled(g.read(mean), 0.5));
    var graph = g.build(List.of(y));
    assertThat(scales(Passes.resolve(graph, true))).containsExactly(2.0, 0.5);
    assertThat(scales(Passes.resolve(graph, false))).containsExactly(3.0);
    mean.freeze(true);
    assertThat(scales(Passes.resolve(graph, true))).containsExactly(3.0);
  }

  @Test
  void foldsABorderOfZerosIntoTheConvolutionBehindIt() {
    var valid = new Op.Conv(Window.of(Axis.of(3, 2), Axis.of(3, 2)), 1);
    var bordered = g.add(new Op.Pad(Shape.of(0, 0, 1, 0), Shape.of(0, 1, 2, 0), 0), x);
    var graph = g.build(List.of(g.add(valid, bordered, literal(g, 3, 3, 3, 2))));
    var folded = Passes.foldPads(graph);
    assertThat(count(folded, Op.Pad.class)).isZero();
    assertThat(folded.steps())
        .extracting(Step::op)
        .contains(new Op.Conv(Window.of(new Axis(3, 2, 1, 0, 1), new Axis(3, 2, 1, 1, 2)), 1));
    assertSame(graph, folded);
  }

  @Test
  void keepsBordersThatAreNoPadding() {
    var valid = new Op.Conv(Window.of(Axis.of(3, 1), Axis.of(3, 1)), 1);
    var ones = new Op.Pad(Shape.of(0, 1, 1, 0), Shape.of(0, 1, 1, 0), 1);
    var wide = new Op.Pad(Shape.of(0, 3, 1, 0), Shape.of(0, 1, 1, 0), 0);
    var channel = new Op.Pad(Shape.of(0, 0, 0, 0), Shape.of(0, 0, 0, 1), 0);
    for (var pad : List.of(ones, wide, channel)) {
      var builder = new GraphBuilder();
      var bordered = builder.add(pad, builder.input("x", Shape.of(2, 4, 4, 3)));
      int channels = bordered.shape().channels();
      var y = builder.add(valid, bordered, literal(builder, 3, 3, channels, 2));
      assertThat(count(Passes.foldPads(builder.build(List.of(y))), Op.Pad.class)).isOne();
    }
  }

  @Test
  void foldsBatchNormalizationIntoTheConvolutionBeforeIt() {
    for (int groups : new int[] {1, 3}) {
      for (boolean bias : new boolean[] {false, true}) {
        var builder = new GraphBuilder();
        var input = builder.input("x", Shape.of(2, 4, 4, 3));
        var filter = literal(builder, 3, 3, 3 / groups, 6);
        var conv = new Op.Conv(SAME, groups);
        var y =
            bias
                ? builder.add(conv, input, filter, literal(builder, 6))
                : builder.add(conv, input, filter);
        var z =
            builder.add(
                new Op.BatchNormFixed(1e-3),
                y,
                literal(builder, 6),
                literal(builder, 6),
                literal(builder, 6),
                builder.map(literal(builder, 6), Eltwise.of(Eltwise.Kind.SQUARE)));
        var graph = builder.build(List.of(z));
        var folded = Passes.foldBatchNorm(graph);
        assertThat(count(folded, Op.BatchNormFixed.class)).isZero();
        assertSame(graph, folded);
      }
    }
  }

  @Test
  void leavesBatchNormalizationWhereTheConvolutionHasOtherReaders() {
    var y = g.add(new Op.Conv(SAME, 1), x, literal(g, 3, 3, 3, 3));
    var three = literal(g, 3);
    var z = g.add(new Op.BatchNormFixed(1e-3), y, three, three, three, g.scaled(three, 0));
    assertThat(count(Passes.foldBatchNorm(g.build(List.of(z, y))), Op.BatchNormFixed.class))
        .isEqualTo(1);
    assertThat(count(Passes.foldBatchNorm(g.build(List.of(g.plus(z, y)))), Op.BatchNormFixed.class))
        .isEqualTo(1);
  }

  @Test
  void sharesEqualStepsButNoEffects() {
    var w = variable("w", Variable.Kind.STATE, 3);
    var graph = g.build(List.of(g.plus(g.scaled(x, 2), g.scaled(x, 2))));
    assertThat(Passes.share(graph).steps()).hasSize(graph.steps().size() - 1);
    assertSame(graph, Passes.share(graph));

    g.addAll(new Op.Assign(w), g.read(w));
    g.addAll(new Op.Assign(w), g.read(w));
    var effects = g.build(List.of());
    assertThat(count(Passes.share(effects), Op.Assign.class)).isEqualTo(2);
  }

  @Test
  void keepsRandomNumbersOfDifferentSaltApart() {
    var keep = new Distribution.Keep(0.5);
    var a = g.add(new Op.Random(keep, x.shape(), 1), x);
    var b = g.add(new Op.Random(keep, x.shape(), 2), x);
    var graph = g.build(List.of(g.plus(a, b)));
    assertThat(count(Passes.share(graph), Op.Random.class)).isEqualTo(2);
  }

  @Test
  void fusesResidualSumAndActivationIntoTheConvolution() {
    var y = g.add(new Op.Conv(SAME, 1), x, literal(g, 3, 3, 3, 3));
    for (boolean first : new boolean[] {true, false}) {
      var sum = first ? g.plus(y, x) : g.plus(x, y);
      var graph = g.build(List.of(g.map(sum, Eltwise.relu())));
      var fused = Passes.fuse(graph.prune());
      assertThat(fused.steps()).hasSize(3);
      assertThat(count(fused, Op.Fused.class)).isEqualTo(1);
      assertSame(graph, fused);
    }
  }

  @Test
  void fusesChainsOfElementWiseSteps() {
    var scaled = g.scaled(g.plus(x, literal(g, 3)), 0.5);
    var clipped = g.map(scaled, Eltwise.clip(0, 0.5));
    var graph = g.build(List.of(g.times(clipped, g.scalar(3))));
    var fused = Passes.fuse(graph);
    assertThat(count(fused, Op.Fused.class)).isEqualTo(1);
    assertSame(graph, fused);
  }

  @Test
  void splitsChainsOfMoreStepsThanOnePrimitiveTakes() {
    var y = g.add(new Op.Conv(SAME, 1), x, literal(g, 3, 3, 3, 3));
    for (int i = 0; i < 40; i++) {
      y = g.scaled(y, 1 + i * 0x1p-6);
    }
    var graph = g.build(List.of(y));
    var fused = Passes.fuse(graph);
    // a convolution with 16, a function with 16, and one with the 7 that remain
    assertThat(count(fused, Op.Fused.class)).isEqualTo(3);
    assertThat(count(fused, Op.Map.class)).isZero();
    assertSame(graph, fused);
  }

  @Test
  void doesNotFuseWhatOthersReadOrWhatChangesMeaning() {
    var y = g.add(new Op.Conv(SAME, 1), x, literal(g, 3, 3, 3, 3));
    // read twice
    assertNotFused(g.build(List.of(g.plus(g.map(y, Eltwise.relu()), y))), y);
    // an output
    assertNotFused(g.build(List.of(g.map(y, Eltwise.relu()), y)), y);
    // the main result on the right of a difference
    assertNotFused(g.build(List.of(g.minus(x, y))), y);
    // both operands
    assertNotFused(g.build(List.of(g.times(y, y))), y);
    // the main result is stretched
    var pooled = g.add(new Op.Conv(whole(), 1), x, literal(g, 4, 4, 3, 3));
    assertNotFused(g.build(List.of(g.times(pooled, x))), pooled);
  }

  @Test
  void allPassesTogetherKeepTheMeaningOfATrainingGraph() {
    var filter = g.input("filter", Shape.of(3, 3, 3, 3));
    var gamma = g.input("gamma", Shape.of(3));
    var y = g.addAll(new Op.BatchNorm(1e-3), g.add(new Op.Conv(SAME, 1), x, filter), gamma, gamma);
    var z = g.map(g.plus(y.getFirst(), x), Eltwise.relu());
    var loss = g.sum(g.times(z, z));
    var forward = g.build(List.of(loss));
    var builder = GraphBuilder.continuing(forward);
    var outputs = new java.util.ArrayList<>(forward.outputs());
    outputs.addAll(Gradients.of(forward, builder, loss, List.of(filter, gamma)));
    var graph = builder.build(outputs);
    assertSame(graph, Passes.forTraining(graph));
  }

  private static void assertNotFused(Graph graph, Value main) {
    var pruned = graph.prune();
    var fused = Passes.fuse(pruned);
    var op = graph.makers().get(main).op();
    assertThat(fused.steps()).anySatisfy(step -> assertThat(step.op()).isEqualTo(op));
    assertSame(pruned, fused);
  }

  private static void assertSame(Graph before, Graph after) {
    var engine = new ReferenceEngine();
    var inputs =
        before.inputs().stream().map(step -> random(step.output().shape(), step.path())).toList();
    var expected = engine.evaluate(before, inputs, 1);
    var got = engine.evaluate(after, inputs, 1);
    assertThat(after.outputs()).hasSameSizeAs(before.outputs());
    for (int k = 0; k < before.outputs().size(); k++) {
      var a = expected.get(before.outputs().get(k));
      var b = got.get(after.outputs().get(k));
      assertThat(b.shape()).isEqualTo(a.shape());
      for (int i = 0; i < a.elements(); i++) {
        // double precision inside; both are rounded to float32 at the end
        assertThat(b.get(i))
            .isCloseTo(a.get(i), within(Math.max(1, Math.abs(a.get(i))) * 0x1p-22f));
      }
    }
  }

  private static List<Double> scales(Graph graph) {
    return graph.steps().stream()
        .filter(step -> step.op() instanceof Op.Map)
        .map(step -> ((Op.Map) step.op()).function().alpha())
        .toList();
  }

  private static long count(Graph graph, Class<? extends Op> op) {
    return graph.steps().stream().filter(step -> op.isInstance(step.op())).count();
  }

  private static Window whole() {
    return Window.of(Axis.of(4, 1), Axis.of(4, 1));
  }

  private static Value literal(GraphBuilder g, int... sizes) {
    return g.add(new Op.Literal(random(Shape.of(sizes), "literal")));
  }

  private static Tensor random(Shape shape, String purpose) {
    var rng = Rng.of(1).at(purpose);
    return Tensor.generate(shape, i -> rng.uniform(i, -1, 1));
  }

  private static Variable variable(String path, Variable.Kind kind, int size) {
    return new Variable(path, Shape.of(size), kind, Initializer.constant(1), Penalty.NONE);
  }
}
