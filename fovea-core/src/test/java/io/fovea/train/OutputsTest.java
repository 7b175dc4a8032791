// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.meanAbsoluteError;
import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.metric.Metrics.mae;
import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static io.fovea.train.Objective.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Models of several inputs and outputs.
class OutputsTest {
  /// 1 and 2 into `(left + right, left - right)`, and that once more on its own results: 4 and 2.
  @Test
  void aModelOfSeveralInputsAndOutputsIsALayer() {
    var left = input("left", 1);
    var right = left.input("right", 1);
    var both = Model.to("both", left.plus(right), left.minus(right));
    var x = input("x", 1);
    var once = x.thenAll("both", both, x.input("y", 1));
    var twice = once.getFirst().thenAll("again", both, once.get(1));
    var model = Model.to("m", Map.of("sum", twice.get(0), "difference", twice.get(1)));
    var outputs =
        model.predict(
            Map.of(
                "x", Tensor.of(Shape.of(1, 1), new float[] {1}),
                "y", Tensor.of(Shape.of(1, 1), new float[] {2})));
    assertThat(model.network().outputNames()).containsExactly("difference", "sum");
    assertThat(outputs.get("sum").get(0)).isEqualTo(3 + -1);
    assertThat(outputs.get("difference").get(0)).isEqualTo(3 - -1);
    assertThatThrownBy(() -> x.then("one", both))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "one: expected a value for each of the inputs [left, right], got 1.\n"
                + "  Fix: name the others: x.thenAll(\"name\", model, y).");
  }

  /// `sum = 2 a + 3 b` and `a = 0.5 a`.
  private static Model two() {
    var a = input(1);
    var b = a.input("b", 1);
    var sum = a.then("wa", dense(1).noBias()).join("sum", add(), b.then("wb", dense(1).noBias()));
    var model = Model.to("two", sum, a.then("half", dense(1).noBias()));
    for (var variable : model.variables()) {
      write(variable.path().equals("wa/kernel") ? 2 : 3, variable);
    }
    write(0.5f, weight(model, "half"));
    return model.runOn(Engines.named("reference"));
  }

  private static Variable weight(Model model, String layer) {
    return model.variables().stream()
        .filter(variable -> variable.path().equals(layer + "/kernel"))
        .findFirst()
        .orElseThrow();
  }

  private static void write(float value, Variable variable) {
    variable.write(new float[] {value});
  }

  private static Tensor vector(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }

  /// a 1 and 2, b 4 and -1; sum is 14 and 1, half is 0.5 and 1.
  private static Dataset data() {
    return Dataset.of(
        List.of(vector(1, 2), vector(4, -1)), List.of(vector(13, 3), vector(0.5f, 2)));
  }

  private static Model compiled() {
    return two()
        .compile(
            sgd(0.1),
            output("half", meanAbsoluteError(), mae()).weight(0.2),
            output("sum", meanSquaredError(), mae()));
  }

  @Test
  void predictsEachOutput() {
    var outputs = two().predictAll(vector(1, 2), vector(4, -1));
    assertThat(outputs).containsExactly(vector(14, 1), vector(0.5f, 1));
    assertThat(two().predictAll(List.of(vector(1, 2), vector(4, -1)), 1)).isEqualTo(outputs);
  }

  /// ((14-13)^2 + (1-3)^2) / 2 = 2.5 and (0 + 1) / 2 = 0.5, together 2.5 + 0.2 * 0.5.
  @Test
  void theLossIsTheWeightedSum() {
    var logs = compiled().evaluate(data());
    assertThat(logs.values().keySet())
        .containsExactly(
            "half_loss", "half_mean_absolute_error", "loss", "sum_loss", "sum_mean_absolute_error");
    assertThat(logs.value("sum_loss")).isCloseTo(2.5, within(1e-6));
    assertThat(logs.value("half_loss")).isCloseTo(0.5, within(1e-6));
    assertThat(logs.value("loss")).isCloseTo(2.6, within(1e-6));
    assertThat(logs.value("sum_mean_absolute_error")).isCloseTo(1.5, within(1e-6));
    assertThat(logs.value("half_mean_absolute_error")).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void batchesDoNotChangeTheMean() {
    var model = compiled();
    assertThat(model.evaluate(data(), 1).value("loss")).isCloseTo(2.6, within(1e-6));
  }

  /// Errors of the sum are 1 and -2: its gradient for a's weight is 1*1 - 2*2 = -3, for b's 1*4 +
  /// 2*1 = 6. Of the half, the second example is too small, slope -1 times 2 / 2, times 0.2.
  @Test
  void aStepFollowsTheWeightedGradient() {
    var model = compiled();
    var logs = model.fit(data(), epochs(1)).last();
    assertThat(logs.value("loss")).isCloseTo(2.6, within(1e-6));
    assertThat(weight(model, "wa").read()[0]).isCloseTo(2.3f, within(1e-6f));
    assertThat(weight(model, "wb").read()[0]).isCloseTo(2.4f, within(1e-6f));
    // at the first example the error is 0, where the slope is 0
    assertThat(weight(model, "half").read()[0]).isCloseTo(0.52f, within(1e-6f));
  }

  /// Example weights 0 and 2: losses 2 * 4 / 2 and 2 * 1 / 2.
  @Test
  void weightsOfExamplesCountForEachOutput() {
    var logs = compiled().evaluate(data().weights(0, 2));
    assertThat(logs.value("sum_loss")).isCloseTo(4, within(1e-6));
    assertThat(logs.value("half_loss")).isCloseTo(1, within(1e-6));
    assertThat(logs.value("loss")).isCloseTo(4.2, within(1e-6));
  }

  @Test
  void validationAndCallbacksKnowTheLossOfAnOutput() {
    var stopping = Callbacks.earlyStopping("val_half_loss").patience(1);
    var history = compiled().fit(data(), epochs(2).validation(data()).callbacks(stopping));
    assertThat(history.last().values())
        .containsKeys("val_loss", "val_sum_loss", "val_half_loss", "val_half_mean_absolute_error");
  }

  @Test
  void aSecondCompileWithTheSameMetricsKeepsTheirNames() {
    var model = compiled();
    var objectives = model.objectives().toArray(Objective[]::new);
    assertThat(model.compile(sgd(0.1), objectives).metrics())
        .extracting(metric -> metric.name())
        .containsExactly("sum_mean_absolute_error", "half_mean_absolute_error");
  }

  @Test
  void oneOutputKeepsPlainNames() {
    var model = Model.of(input(1), dense(1)).runOn(Engines.named("reference"));
    model.compile(sgd(0.1), output("dense", meanSquaredError(), mae()).weight(2));
    var data = Dataset.of(vector(1, 2), vector(0, 0));
    var logs = model.evaluate(data);
    assertThat(logs.values().keySet()).containsExactly("loss", "mean_absolute_error");
    double weighted = logs.value("loss");
    model.compile(sgd(0.1), meanSquaredError());
    assertThat(weighted).isCloseTo(2 * model.evaluate(data).value("loss"), within(1e-6));
  }

  @Test
  void classNumbersAndRowsStandSideBySide() {
    var x = input(2);
    var model = Model.to("m", x.then("a", dense(2).softmax()), x.then("b", dense(3).softmax()));
    model
        .runOn(Engines.named("reference"))
        .compile(
            sgd(0.5),
            output("a", sparseCategoricalCrossentropy(), accuracy()),
            output("b", categoricalCrossentropy(), accuracy()));
    var points = Tensor.of(Shape.of(3, 2), 1, 0, 0, 1, -1, -1);
    var data = Dataset.of(points, Tensor.of(Shape.of(3), 1, 0, 0));
    var rows = Dataset.of(points, Tensor.of(Shape.of(3), 0, 1, 2)).oneHot(3);
    var logs = model.fit(data.plusLabels(rows), epochs(100).batch(3)).last();
    assertThat(logs.value("a_accuracy")).isEqualTo(1);
    assertThat(logs.value("b_accuracy")).isEqualTo(1);
    assertThatThrownBy(() -> model.evaluate(data.plusLabels(data)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "m.evaluate, output b: expected labels of shape [3], got [].\n"
                + "  Fix: turn class numbers into rows with oneHot(3).");
    assertThatThrownBy(() -> model.evaluate(rows.plusLabels(rows)))
        .hasMessage(
            "m.evaluate, output a: expected labels of shape [], got [3].\n"
                + "  Fix: use the loss without sparse in its name, or as many outputs as labels.");
  }

  @Test
  void classNumbersOfTheSecondOutputAreChecked() {
    var x = input(1);
    var model = Model.to("m", x.then("a", dense(1)), x.then("b", dense(2).softmax()));
    model.compile(
        sgd(0.5), output("a", meanSquaredError()), output("b", sparseCategoricalCrossentropy()));
    var data = Dataset.of(List.of(vector(1, 2)), List.of(vector(1, 2), vector(0, 2)));
    assertThatThrownBy(() -> model.evaluate(data))
        .hasMessage(
            "Dataset example 1: expected a class number from 0 to 1, got label 2.\n"
                + "  Fix: correct the label, or declare as many classes as there are.");
    var ten = Dataset.of(vector(1), vector(0));
    assertThatThrownBy(() -> model.evaluate(ten.plusLabels(ten.classes(10))))
        .hasMessage(
            "m.evaluate, output b: expected labels from 0 to 1 for 2 outputs, got 10 classes.\n"
                + "  Fix: end the network in dense(10).softmax().");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var one = Dataset.of(vector(1, 2), vector(1, 2));
    assertThatThrownBy(() -> compiled().evaluate(one))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "two.evaluate: expected examples of 2 inputs, got 1 [[1]].\n"
                + "  Fix: pass one tensor for each input, or join data sets with plusInputs(...).");
    assertThatThrownBy(() -> compiled().evaluate(one.plusInputs(one)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "two.evaluate: expected labels for 2 outputs, got 1 [[]].\n"
                + "  Fix: join data sets with plusLabels(...).");
    assertThatThrownBy(() -> compiled().evaluate(data().plusLabels(one)))
        .hasMessage(
            "two.evaluate: expected labels for 2 outputs, got 3 [[], [], []].\n"
                + "  Fix: leave out labels that no output learns.");
    var wide = Dataset.of(Tensor.full(Shape.of(2, 3), 0), Tensor.full(Shape.of(2, 4), 0));
    assertThatThrownBy(() -> compiled().evaluate(one.plusInputs(wide).plusLabels(one)))
        .hasMessage(
            "two.evaluate, input 1: expected examples of shape [1], got [3].\n"
                + "  Fix: resize the pictures or describe the network with input(3).");
    assertThatThrownBy(() -> compiled().evaluate(one.plusInputs(one).plusLabels(wide)))
        .hasMessage(
            "two.evaluate, output half: expected labels of shape [1], got [4].\n"
                + "  Fix: give the network an output of the shape of its labels.");
    assertThatThrownBy(() -> compiled().predictAll(vector(1, 2), vector(1)))
        .hasMessage(
            "two.predict: expected as many examples for each input, got [2, 1].\n"
                + "  Fix: pass the inputs of the same examples.");
  }

  @Test
  void callsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> two().compile(sgd(0.1), meanSquaredError()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "two.compile: expected one objective for each of the outputs [sum, half], got a single"
                + " loss.\n  Fix: pass output(\"sum\", loss, metrics...) and so on.");
    assertThatThrownBy(() -> two().compile(sgd(0.1), output("sun", meanSquaredError())))
        .hasMessage(
            "two.compile: expected one objective for each of the outputs [sum, half], got [sun].\n"
                + "  Fix: pass output(\"sum\", loss, metrics...) and so on.");
    assertThatThrownBy(() -> two().predict(vector(1)))
        .hasMessage(
            "two.predict: expected a network of one output, got [sum, half].\n"
                + "  Fix: call predictAll(...), which gives them all.");
    assertThatThrownBy(() -> output("sum", meanSquaredError()).weight(-1))
        .hasMessage(
            "output(\"sum\").weight: expected a finite weight of at least 0, got -1.0.\n"
                + "  Fix: pass e.g. 0.2.");
    var weighted = epochs(1).classWeights(Map.of(0, 2.0));
    assertThatThrownBy(() -> compiled().fit(data(), weighted))
        .hasMessage(
            "two.fit: expected class weights for a network of one output only, got 2 outputs.\n"
                + "  Fix: give examples weights with Dataset.weights(...).");
  }
}
