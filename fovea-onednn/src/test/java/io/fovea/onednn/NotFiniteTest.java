// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.onBatchEnd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.engine.Engine;
import io.fovea.error.DataException;
import io.fovea.graph.Axis;
import io.fovea.graph.Eltwise;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Variable;
import io.fovea.graph.Window;
import io.fovea.loss.Loss;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.GoldenLoss;
import io.fovea.testkit.GraphRun;
import io.fovea.testkit.Said;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing that is not a number is hidden: on both engines it is refused, said, or comes out.
@Tag("isa")
class NotFiniteTest {
  static Stream<Engine> engines() {
    return Stream.of(Pictures.reference(), Pictures.fast());
  }

  private static Model model(Engine engine) {
    return Model.of(
            input(8, 8, 1), conv2d(4, 3).relu(), maxPool2d(2), flatten(), dense(3).softmax())
        .initialize(1)
        .runOn(engine)
        .compile(sgd(0.1), sparseCategoricalCrossentropy(), accuracy());
  }

  private static Variable variable(Model model, String path) {
    return model.variables().stream().filter(v -> v.path().equals(path)).findFirst().orElseThrow();
  }

  private static void put(Variable variable, int at, float value) {
    float[] values = variable.read();
    values[at] = value;
    variable.write(values);
  }

  private static Tensor pictures(int at, float value) {
    float[] values = Pictures.plain(4, 8, 8, 1).toArray();
    values[at] = value;
    return Tensor.of(Shape.of(4, 8, 8, 1), values);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aNetworkWithNanInItDoesNotPredict(Engine engine) {
    var model = model(engine);
    put(variable(model, "conv2d/kernel"), 5, Float.NaN);
    put(variable(model, "dense/bias"), 1, Float.NEGATIVE_INFINITY);
    String got =
        "expected finite parameters and state, got NaN in conv2d/kernel at [0, 1, 0, 1], and in 1"
            + " more.\n  Fix: load weights from before training went wrong, or initialize(seed) and"
            + " train with a lower learning rate.";
    assertThatThrownBy(() -> model.predict(pictures(0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model.predict: " + got);
    var data = Pictures.labelled(4, 3, 8, 8, 1);
    assertThatThrownBy(() -> model.evaluate(data)).hasMessage("model.evaluate: " + got);
    var said = new ArrayList<String>();
    assertThat(listening(said, () -> model.fit(data, epochs(5).batch(1))).epochs()).hasSize(1);
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith(
            "model.fit: training began with parameters that are no numbers; there is NaN in")
        .contains(", so training ends here.");
    model.initialize(1);
    assertThat(model.predict(pictures(0, 0)).elements()).isEqualTo(12);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void whatIsFedIsFinite(Engine engine) {
    var model = model(engine);
    assertThatThrownBy(() -> model.predict(pictures(2 * 64 + 9, Float.NaN), 2))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "model.predict: expected finite inputs, got NaN in example 2 at [1, 1, 0].\n  Fix: look"
                + " where the data is made: a division by 0, an empty cell, a failed reading.");
    var bad = Dataset.of(pictures(3 * 64, Float.POSITIVE_INFINITY), Tensor.vector(0, 1, 2, 0));
    assertThatThrownBy(() -> model.fit(bad, epochs(1).batch(2).inOrder()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "model.fit: expected finite inputs, got infinity in example 1 of step 2 at [0, 0, 0].");
    assertThatThrownBy(() -> model.evaluate(bad))
        .hasMessageStartingWith(
            "model.evaluate: expected finite inputs, got infinity in example 3 at [0, 0, 0].");
  }

  @ParameterizedTest
  @MethodSource("engines")
  void trainingThatGoesWrongSaysSoOnceAndEnds(Engine engine) {
    var model = model(engine).compile(sgd(1e38), sparseCategoricalCrossentropy(), accuracy());
    var steps = new ArrayList<Double>();
    var said = new ArrayList<String>();
    var history =
        listening(
            said,
            () ->
                model.fit(
                    Pictures.labelled(64, 3, 8, 8, 1),
                    epochs(3)
                        .batch(4)
                        .callbacks(onBatchEnd((_, _, logs) -> steps.add(logs.value("loss"))))));
    assertThat(history.diverged()).isTrue();
    assertThat(history.epochs()).hasSize(1);
    assertThat(steps).hasSizeLessThan(16);
    assertThat(steps.getLast()).isNotFinite();
    assertThat(said)
        .singleElement()
        .asString()
        .matches(
            "(?s)model\\.fit: the loss is (NaN|infinity) from step [2-9] of epoch 1 on; there is"
                + " (NaN|-?infinity) in conv2d/kernel at \\[0, 0, 0, \\d\\], and in \\d more, so"
                + " training ends here\\.\n  Fix: lower the learning rate, clip gradients"
                + " \\(clipNorm\\), and look at the data\\.");
  }

  /// As Keras has it: what is fed to a model is finite, but a layer may overflow.
  @ParameterizedTest
  @MethodSource("engines")
  void reluOfMinusInfinityIsZeroInPredictions(Engine engine) {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(1, 4));
    var kernel = g.input("kernel", Shape.of(4, 4));
    var relu = g.map(x, Eltwise.relu());
    var fused =
        g.addAll(
                "",
                new Op.Fused(
                    new Op.MatMul(false, false), List.of(new Op.Post.Apply(Eltwise.relu()))),
                List.of(x, kernel))
            .getFirst();
    var one = new float[16];
    one[0] = 1;
    var inputs =
        List.of(
            Tensor.of(Shape.of(1, 4), new float[] {Float.NEGATIVE_INFINITY, 2, -3, -0f}),
            Tensor.of(Shape.of(4, 4), one));
    assertThat(GraphRun.results(engine, g.build(List.of(relu)), inputs, 0).getFirst().toArray())
        .containsExactly(0, 2, 0, 0);
    // minus infinity by 0 is NaN, in the other columns
    assertThat(GraphRun.results(engine, g.build(List.of(fused)), inputs, 0).getFirst().toArray())
        .containsExactly(0, Float.NaN, Float.NaN, Float.NaN);
  }

  /// A convolution takes a clip behind it into its primitive, which takes NaN for the lower bound.
  @ParameterizedTest
  @MethodSource("engines")
  void nanOfADivisionIsSeenBehindAClip(Engine engine) {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(1, 4, 4, 2));
    var y = g.input("y", Shape.of(1, 4, 4, 2));
    var kernel = g.input("kernel", Shape.of(1, 1, 2, 3));
    var divided = g.over(x, y);
    var clipped =
        g.addAll(
                "",
                new Op.Fused(
                    new Op.Conv(Window.of(Axis.of(1, 1), Axis.of(1, 1)), 1),
                    List.of(new Op.Post.Apply(Eltwise.clip(0, 6)))),
                List.of(divided, kernel))
            .getFirst();
    var zeros = Tensor.generate(Shape.of(1, 4, 4, 2), i -> i == 4 ? 0 : 1);
    var inputs = List.of(zeros, zeros, Tensor.generate(Shape.of(1, 1, 2, 3), i -> 1));
    var got = GraphRun.results(engine, g.build(List.of(clipped)), inputs, 0).getFirst();
    for (int i = 0; i < got.elements(); i++) {
      assertThat(got.get(i)).isEqualTo(Float.valueOf(i / 3 == 2 ? Float.NaN : 2));
    }
  }

  /// The reference engine, with its doubles, does not overflow here.
  @Test
  void anOverflowInsideComesOutAsNan() {
    var model = model(Pictures.fast());
    for (var variable : model.variables()) {
      float[] values = variable.read();
      for (int i = 0; i < values.length; i++) {
        values[i] *= 1e30f;
      }
      variable.write(values);
    }
    var positive = Tensor.generate(Shape.of(4, 8, 8, 1), i -> 1e10 * (1 + i % 5));
    for (float probability : model.predict(positive).toArray()) {
      assertThat(probability).isNaN();
    }
  }

  static Stream<Loss> losses() {
    return GoldenLoss.keras().stream().map(GoldenLoss::loss).distinct();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLossOfNanIsNan(Loss loss) {
    boolean numbers = loss.labelShape(Shape.of(2, 3)).rank() == 1;
    var x = Layers.input(3);
    var value = loss.on(numbers ? x.input("labels") : x.input("labels", 3), x);
    var graph = Passes.forInference(Network.to(value).graph().batch(2));
    float[] p = {0.2f, Float.NaN, 0.3f, 0.5f, 0.25f, 0.25f};
    var labels =
        numbers ? Tensor.vector(1, 2) : Tensor.of(Shape.of(2, 3), new float[] {0, 1, 0, 0, 0, 1});
    for (var engine : engines().toList()) {
      var got =
          GraphRun.results(engine, graph, List.of(Tensor.of(Shape.of(2, 3), p), labels), 0)
              .getFirst();
      assertThat(got.get(0)).as(engine.name()).isNaN();
    }
  }

  private static <T> T listening(List<String> said, Supplier<T> action) {
    return Said.into(said, "io.fovea.train", action);
  }
}
