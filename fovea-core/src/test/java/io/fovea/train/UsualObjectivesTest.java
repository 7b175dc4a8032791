// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.binaryCrossentropy;
import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.relu;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.ShapeException;
import io.fovea.graph.Variable;
import io.fovea.loss.Loss;
import io.fovea.nn.Layer;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/// `compile(optimizer)` takes what the last layer and the labels say.
class UsualObjectivesTest {
  private static final Tensor EXAMPLES = Tensor.generate(Shape.of(6, 4), i -> Math.sin(i));
  private static final Dataset NUMBERS =
      Dataset.of(EXAMPLES, Tensor.of(Shape.of(6), 0, 1, 2, 0, 1, 2));
  private static final Dataset ROWS =
      Dataset.of(EXAMPLES, Tensor.generate(Shape.of(6, 3), i -> i % 3 == i / 3 % 3 ? 1 : 0));

  private static Model model(Layer... layers) {
    return Model.of(input(4), layers).runOn(Engines.named("reference")).initialize(1);
  }

  private static List<float[]> trained(Model model, Dataset data) {
    assertThat(model.fit(data, epochs(3).batch(2)).last().find("accuracy")).isPresent();
    return model.variables().stream().map(Variable::read).toList();
  }

  private static void learnsAs(Layer last, Dataset data, Loss named) {
    var usual = trained(model(last).compile(sgd(0.1).momentum(0.9)), data);
    var explicit = trained(model(last).compile(sgd(0.1).momentum(0.9), named, accuracy()), data);
    assertThat(usual).usingRecursiveComparison().isEqualTo(explicit);
  }

  @Test
  void softmaxLearnsClassNumbersAsByTheNamedLoss() {
    learnsAs(dense(3).softmax(), NUMBERS, sparseCategoricalCrossentropy());
  }

  @Test
  void softmaxLearnsRowsAsByTheNamedLoss() {
    learnsAs(dense(3).softmax(), ROWS, categoricalCrossentropy());
  }

  @Test
  void scoresLearnClassNumbersFromLogits() {
    learnsAs(dense(3), NUMBERS, sparseCategoricalCrossentropy().fromLogits());
  }

  @Test
  void sigmoidLearnsYesOrNo() {
    var data = Dataset.of(EXAMPLES, Tensor.of(Shape.of(6), 0, 1, 1, 0, 1, 0));
    learnsAs(dense(1).sigmoid(), data, binaryCrossentropy());
  }

  @Test
  void severalSigmoidsAreQuestionsOfTheirOwn() {
    var model = model(dense(3).sigmoid()).compile(sgd(0.1));
    assertThat(model.fit(ROWS, epochs(1).batch(2)).last().find("binary_accuracy")).isPresent();
  }

  @Test
  void evaluationBeforeTrainingFollowsTheLabelsToo() {
    var usual = model(dense(3).softmax()).compile(sgd(0.1));
    var named = model(dense(3).softmax()).compile(sgd(0.1), categoricalCrossentropy(), accuracy());
    assertThat(usual.evaluate(ROWS)).isEqualTo(named.evaluate(ROWS));
    assertThat(usual.evaluate(NUMBERS).value("accuracy"))
        .isEqualTo(usual.evaluate(ROWS).value("accuracy"));
  }

  @Test
  void eachOfSeveralOutputsSaysWhatItLearns() {
    var x = input(4);
    var outputs = Map.of("kind", x.then(dense(3).softmax()), "new", x.then(dense(1).sigmoid()));
    var compiled = Model.to("two", outputs).compile(sgd(0.1)).compilation().orElseThrow();
    assertThat(compiled.objectives())
        .extracting(Objective::output, Objective::loss)
        .containsExactly(
            tuple("kind", sparseCategoricalCrossentropy()), tuple("new", binaryCrossentropy()));
  }

  @Test
  void oneLineSaysWhatWasTaken() {
    assertThat(Said.during(Level.INFO, () -> model(dense(3).softmax()).compile(sgd(0.1))))
        .singleElement()
        .asString()
        .matches(
            "model\\.compile: dense\\S* learns by sparseCategoricalCrossentropy\\(\\) and accuracy,"
                + " as it has a softmax over 3\\.");
    assertThat(Said.during(Level.INFO, () -> model(dense(3)).compile(sgd(0.1))))
        .singleElement()
        .asString()
        .contains("sparseCategoricalCrossentropy().fromLogits()", "without an activation");
    var model = model(dense(3).softmax()).compile(sgd(0.1));
    assertThat(Said.during(Level.INFO, () -> model.evaluate(ROWS)))
        .singleElement()
        .asString()
        .contains("model.evaluate", "categoricalCrossentropy()", "labels that are rows");
  }

  @Test
  void whatSaysNothingIsRefused() {
    assertThatThrownBy(() -> model(dense(3), relu()).compile(sgd(0.1)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining(
            "model.compile: expected an output that says what it learns: softmax(), sigmoid(), or"
                + " scores of classes, got")
        .hasMessageContaining("3 numbers of another kind.")
        .hasMessageContaining("Fix: name the loss: compile(optimizer, meanSquaredError())");
    assertThatThrownBy(() -> model(dense(1)).compile(sgd(0.1)))
        .hasMessageContaining("with a number.");
    assertThatThrownBy(() -> model(dense(3)).compile(sgd(0.1)).fit(ROWS, epochs(1).batch(2)))
        .hasMessageContaining("3 numbers without an activation and labels of the same shape");
  }
}
