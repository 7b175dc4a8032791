// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.binaryCrossentropy;
import static io.fovea.loss.Losses.binaryFocal;
import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.categoricalFocal;
import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.metric.Metrics.auc;
import static io.fovea.metric.Metrics.binaryAccuracy;
import static io.fovea.metric.Metrics.mse;
import static io.fovea.metric.Metrics.precision;
import static io.fovea.metric.Metrics.sparseTopK;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.reshape;
import static io.fovea.nn.Layers.softmax;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import io.fovea.nn.Layer;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What fits by shape alone and means something else is refused, or said in one sentence.
class MeaningTest {
  private static Model compiled(List<Layer> layers, Loss loss, Metric... metrics) {
    return Model.of(input(4), layers.toArray(Layer[]::new))
        .runOn(Engines.named("reference"))
        .compile(sgd(0.1), loss, metrics);
  }

  private static List<String> said(List<Layer> layers, Loss loss, Metric... metrics) {
    return Said.during(() -> assertThat(compiled(layers, loss, metrics)).isNotNull());
  }

  private static Dataset data(float... labels) {
    int count = labels.length;
    return Dataset.of(
        Tensor.generate(Shape.of(count, 4), i -> Math.sin(i)), Tensor.of(Shape.of(count), labels));
  }

  @Test
  void aSoftmaxOfOneOutputIsRefused() {
    var model = compiled(List.of(dense(1).softmax()), binaryCrossentropy());
    assertThatThrownBy(() -> model.fit(data(0, 1), epochs(1)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "model.fit: expected a softmax over at least 2 outputs, got a softmax over 1, which is"
                + " always 1.\n  Fix: end the network in dense(1).sigmoid() for a yes-or-no"
                + " question, or in one output per class.");
  }

  @Test
  void scoresThatWereActivatedAlreadyAreSaid() {
    assertThat(said(List.of(dense(3).softmax()), sparseCategoricalCrossentropy().fromLogits()))
        .containsExactly(
            "model.compile: sparseCategoricalCrossentropy().fromLogits() takes the output for"
                + " scores, but it comes out of a softmax, which the loss applies once more.\n"
                + "  Fix: leave out fromLogits(), or the softmax of the last layer.");
    assertThat(said(List.of(dense(1).sigmoid()), binaryCrossentropy().fromLogits()))
        .containsExactly(
            "model.compile: binaryCrossentropy().fromLogits() takes the output for scores, but it"
                + " comes out of a sigmoid, which the loss applies once more.\n"
                + "  Fix: leave out fromLogits(), or the sigmoid of the last layer.");
    for (var loss :
        List.<Loss>of(
            categoricalCrossentropy().fromLogits(),
            categoricalFocal().fromLogits(),
            binaryFocal().fromLogits())) {
      assertThat(said(List.of(dense(3), softmax()), loss)).hasSize(1);
      assertThat(said(List.of(dense(3).softmax(), reshape(3)), loss)).hasSize(1);
      assertThat(said(List.of(dense(3)), loss)).isEmpty();
    }
  }

  @Test
  void questionsAboutOneChoiceAreSaid() {
    assertThat(said(List.of(dense(3).softmax()), binaryCrossentropy()))
        .containsExactly(
            "model.compile: binaryCrossentropy() asks each of the 3 outputs a yes-or-no question,"
                + " but a softmax makes them one choice.\n"
                + "  Fix: use categoricalCrossentropy(), or sparseCategoricalCrossentropy() for"
                + " class numbers; for several right answers end the network in sigmoid().");
    assertThat(said(List.of(dense(2), softmax()), binaryFocal())).hasSize(1);
    assertThat(said(List.of(dense(3).softmax()), categoricalCrossentropy())).isEmpty();
    assertThat(said(List.of(dense(3).softmax()), meanSquaredError())).isEmpty();
  }

  @Test
  void scoresTakenForProbabilitiesAreSaid() {
    assertThat(said(List.of(dense(3)), sparseCategoricalCrossentropy()))
        .containsExactly(
            "model.compile: sparseCategoricalCrossentropy() takes the output for probabilities, but"
                + " the last layer has no activation, so it gives scores.\n"
                + "  Fix: add .softmax() to the last layer, or .fromLogits() to the loss.");
    assertThat(said(List.of(dense(1).noBias(), dropout(0.1)), binaryCrossentropy()))
        .containsExactly(
            "model.compile: binaryCrossentropy() takes the output for probabilities, but the last"
                + " layer has no activation, so it gives scores.\n"
                + "  Fix: add .sigmoid() to the last layer, or .fromLogits() to the loss.");
    assertThat(said(List.of(reshape(2, 2, 1), conv2d(3, 2), flatten()), categoricalCrossentropy()))
        .hasSize(1);
    assertThat(said(List.of(dense(3)), meanSquaredError())).isEmpty();
    assertThat(said(List.of(dense(3).sigmoid()), binaryCrossentropy())).isEmpty();
  }

  @Test
  void metricsThatSayNothingAreSaid() {
    assertThat(said(List.of(dense(3).softmax()), sparseCategoricalCrossentropy(), sparseTopK(3)))
        .containsExactly(
            "model.compile: sparse_top_k_categorical_accuracy counts whether the class is among the"
                + " 3 largest of 3 outputs, which it always is.\n"
                + "  Fix: choose a smaller k, or leave the metric out.");
    assertThat(said(List.of(dense(1)), binaryCrossentropy().fromLogits(), accuracy()))
        .containsExactly(
            "model.compile: accuracy compares outputs with probabilities, but the loss takes them"
                + " for scores (fromLogits).\n  Fix: use a metric with threshold 0, such as"
                + " binaryAccuracy(0), or end the network in an activation, and leave out"
                + " fromLogits().");
    assertThat(
            said(
                List.of(dense(1)),
                binaryCrossentropy().fromLogits(),
                auc(),
                precision().named("p")))
        .hasSize(2);
    assertThat(said(List.of(dense(1)), binaryCrossentropy().fromLogits(), binaryAccuracy(0)))
        .isEmpty();
  }

  @Test
  void metricsOfEachOutputWantALabelForEach() {
    for (var metric : List.of(binaryAccuracy(), mse())) {
      assertThatThrownBy(
              () -> compiled(List.of(dense(3).softmax()), sparseCategoricalCrossentropy(), metric))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              metric.name()
                  + ": expected labels of the shape of the predictions [N, 3], got labels [N].\n"
                  + "  Fix: use accuracy() for class numbers, or turn them into rows with"
                  + " oneHot(3).");
    }
  }

  @Test
  void classWeightsAreForClassesThatExist() {
    var model = compiled(List.of(dense(3).softmax()), sparseCategoricalCrossentropy());
    var data = data(0, 1, 2, 1);
    assertThatThrownBy(() -> model.fit(data, epochs(1).classWeights(Map.of(3, 2.0))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "model.fit: expected class weights for classes from 0 to 2, got a weight for class 3.\n"
                + "  Fix: name classes by the numbers that their labels have.");
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> model.fit(data, epochs(1).classWeights(Map.of(1, weight))))
          .hasMessage(
              "model.fit: expected finite class weights of at least 0, got "
                  + weight
                  + " for class 1.\n  Fix: pass e.g. 2.0 for a class that counts twice.");
    }
    var binary = compiled(List.of(dense(1).sigmoid()), binaryCrossentropy());
    assertThatThrownBy(() -> binary.fit(data(0, 1), epochs(1).classWeights(Map.of(2, 2.0))))
        .hasMessageStartingWith("model.fit: expected class weights for classes from 0 to 1,");
    var pixels =
        Model.of(input(2, 2, 1), conv2d(3, 1).softmax())
            .compile(sgd(0.1), sparseCategoricalCrossentropy());
    assertThatThrownBy(() ->
            pixels.fit(
                Dataset.of(Tensor.full(Shape.of(2, 2, 2, 1), 0), Tensor.full(Shape.of(2, 2, 2), 0)),
                epochs(1).classWeights(Map.of(1, 2.0))))
        .hasMessage(
            "model.fit: expected one class per example, for class weights to mean something, got"
                + " labels of shape [2, 2].\n  Fix: leave out classWeights(...), or weigh examples"
                + " with Dataset.weights(...).");
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 3, 0.5f})
  void labelsThatAreNoClassesAreRefused(float label) {
    var pixels =
        Model.of(input(2, 2, 1), conv2d(3, 1).softmax())
            .runOn(Engines.named("reference"))
            .compile(sgd(0.1), sparseCategoricalCrossentropy());
    var labels = new float[] {0, 1, 2, 1, 0, label, 2, 1};
    var data =
        Dataset.of(
            Tensor.generate(Shape.of(2, 2, 2, 1), i -> i), Tensor.of(Shape.of(2, 2, 2), labels));
    assertThatThrownBy(() -> pixels.fit(data, epochs(1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "model.fit: expected class numbers from 0 to 2 for sparseCategoricalCrossentropy(),"
                + " got "
                + label
                + ".\n  Fix: correct the labels, or give the network as many outputs as there are"
                + " classes.");
    var ignoring =
        pixels.compile(sgd(0.1), sparseCategoricalCrossentropy().ignoreClass((int) label));
    if (label == (int) label) {
      assertThat(ignoring.fit(data, epochs(1)).epochs()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 2})
  void labelsThatAreNoProbabilitiesAreRefused(float label) {
    var model = compiled(List.of(dense(1).sigmoid()), binaryCrossentropy());
    assertThatThrownBy(() -> model.fit(data(0, 1, label), epochs(1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "model.fit: expected labels from 0 to 1 for binaryCrossentropy(), got "
                + label
                + ".\n  Fix: use sparseCategoricalCrossentropy() for class numbers, or"
                + " meanSquaredError() for amounts.");
    assertThatThrownBy(() -> model.evaluate(data(0, 1, label)))
        .hasMessageStartingWith("model.evaluate: expected labels from 0 to 1");
  }

  @Test
  void validationOnDataSortedByClassIsSaid() {
    var model = compiled(List.of(dense(4).softmax()), sparseCategoricalCrossentropy());
    var sorted = data(0, 0, 1, 1, 1, 1, 2, 3).classNames("ant", "bee", "cat", "dog");
    assertThat(
            Said.during(() ->
                assertThat(model.fit(sorted, epochs(2).validation(0.25)).epochs()).hasSize(2)))
        .containsExactly(
            "model.fit: validation(0.25) takes the last part of the data, which holds 2 classes"
                + " that training never sees: cat, dog.\n"
                + "  Fix: mix data that is sorted by class with mix(seed) first.");
    var mixed = data(0, 2, 1, 3, 1, 0, 2, 3).classNames("ant", "bee", "cat", "dog");
    assertThat(
            Said.during(
                () -> assertThat(model.fit(mixed, epochs(1).validation(0.25)).epochs()).hasSize(1)))
        .isEmpty();
  }

  @Test
  void dataOfFewerClassesIsSaid() {
    var model = compiled(List.of(dense(4).softmax()), sparseCategoricalCrossentropy());
    var two = data(0, 1, 0, 1).classes(2);
    assertThat(Said.during(() -> assertThat(model.evaluate(two).values()).isNotEmpty()))
        .containsExactly(
            "model.evaluate: the data has 2 classes, but dense tells 4 apart.\n  Fix: check that"
                + " class numbers mean the same in both, or end the network in dense(2).");
    assertThat(Said.during(() -> assertThat(model.fit(two, epochs(2)).epochs()).hasSize(2)))
        .containsExactly(
            "model.fit: the data has 2 classes, but dense tells 4 apart.\n  Fix: check that class"
                + " numbers mean the same in both, or end the network in dense(2).");
  }

  @Test
  void aForgottenFlattenIsNamedByTheOutput() {
    var model =
        Model.of(input(5, 5, 1), conv2d(4, 3), dense(3).softmax())
            .compile(sgd(0.1), sparseCategoricalCrossentropy());
    var x = Tensor.full(Shape.of(2, 5, 5, 1), 0);
    String message =
        "model.fit: expected one prediction for each label %s, got an output of shape [3, 3, 3].\n"
            + "  Fix: add flatten() or globalAvgPool2d() in front of the last layer.";
    assertThatThrownBy(() -> model.fit(Dataset.of(x, Tensor.vector(0, 1)), epochs(1)))
        .isInstanceOf(DataException.class)
        .hasMessage(message.formatted("[]"));
    assertThatThrownBy(() ->
            model
                .compile(sgd(0.1), categoricalCrossentropy())
                .fit(Dataset.of(x, Tensor.vector(0, 1)).oneHot(3), epochs(1)))
        .hasMessage(message.formatted("[3]"));
  }
}
