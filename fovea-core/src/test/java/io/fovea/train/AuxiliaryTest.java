// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.sequential;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.ShapeException;
import io.fovea.graph.Graph;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuxiliaryTest {
  /// One example: 2, to become 1.
  private static final Dataset TWO = Dataset.of(Shape.of(1), new float[] {2}, new float[] {1});

  /// `y = 1.5 x`, and while training `0.25 x` with weight 0.4.
  private static Model line() {
    var x = input(1);
    x.auxiliary("aux", 0.4, dense(1).noBias());
    var model = Model.to("line", x.then("main", dense(1).noBias()));
    return withWeights(model).runOn(Engines.named("reference"));
  }

  private static Model withWeights(Model model) {
    model.variables().get(0).write(new float[] {1.5f});
    model.variables().get(1).write(new float[] {0.25f});
    return model;
  }

  private static List<String> paths(List<Variable> variables) {
    return variables.stream().map(Variable::path).toList();
  }

  private static List<String> paths(Graph graph) {
    return paths(graph.variables());
  }

  @Test
  void trainingAddsTheWeightedLoss() {
    var model = line().compile(sgd(0.1), meanSquaredError());
    // (3 - 1)^2 + 0.4 (0.5 - 1)^2, then w - 0.1 * weight * 2 (w x - 1) x
    assertThat(model.fit(TWO, epochs(1)).last().value("loss")).isCloseTo(4.1, within(1e-6));
    assertThat(model.variables().get(0).read()[0]).isCloseTo(0.7f, within(1e-6f));
    assertThat(model.variables().get(1).read()[0]).isCloseTo(0.33f, within(1e-6f));
  }

  @Test
  void evaluationKnowsTheMainLossOnly() {
    var model = line().compile(sgd(0.1), meanSquaredError());
    assertThat(model.evaluate(TWO).value("loss")).isEqualTo(4);
    assertThat(model.predict(TWO.example(0).reshape(Shape.of(1, 1))).get(0)).isEqualTo(3);
  }

  /// A head with everything that could leave a trace: statistics, their updates, a price.
  private static Network headed() {
    var x = input(4).then("stem", dense(3).l2(0.1));
    x.auxiliary("aux", 0.3, sequential(dense(5).l2(0.1), batchNorm(), dense(2).noBias().softmax()));
    return Network.to(x.then("main", dense(2).l2(0.1).softmax()));
  }

  @Test
  void predictionAndEvaluationHoldNothingOfTheHead() {
    var network = headed();
    var loss = sparseCategoricalCrossentropy();
    assertThat(paths(network.lastingVariables()))
        .containsExactly("stem/kernel", "stem/bias", "main/kernel", "main/bias");
    assertThat(paths(Jobs.predict(network, 2).graph()))
        .containsExactlyInAnyOrderElementsOf(paths(network.lastingVariables()));
    assertThat(paths(Jobs.evaluate(network, List.of(Objective.output("main", loss)), 2).graph()))
        .containsExactlyInAnyOrderElementsOf(paths(network.lastingVariables()));
    var model = Model.of("headed", network).compile(sgd(0.1), loss);
    assertThat(paths(model.trainGraph(2)))
        .containsExactlyInAnyOrderElementsOf(paths(network.variables()));
  }

  @Test
  void variablesOfTheHeadBelongToTheModelAndComeLast() {
    assertThat(paths(headed().variables()))
        .containsExactly(
            "stem/kernel",
            "stem/bias",
            "main/kernel",
            "main/bias",
            "aux/dense/kernel",
            "aux/dense/bias",
            "aux/batch_normalization/gamma",
            "aux/batch_normalization/beta",
            "aux/batch_normalization/moving_mean",
            "aux/batch_normalization/moving_variance",
            "aux/dense_1/kernel");
  }

  /// The head is longer than what is left of the network, and still changes nothing in its order.
  @Test
  void headsDescribedStepByStepAreListedBehindTheNetwork() {
    var x = input(4).then("stem", dense(3));
    var y = x.then("a", dense(3)).then("b", dense(3)).plus(x);
    y.then("c", dense(2)).auxiliary(0.3);
    var network = Network.to(x.then("side", dense(3)).plus(x).then("main", dense(2)));
    assertThat(network.layers())
        .extracting(Network.Call::name)
        .containsExactly("stem", "side", "main", "a", "b", "c");
    assertThat(network.parts()).hasSize(9); // and the input, and two sums
  }

  @Test
  void aModelUsedAsLayerKeepsItsHeads() {
    var base = line();
    var model = base.then().runOn(Engines.named("reference"));
    assertThat(model.network().auxiliaries())
        .extracting(Network.Auxiliary::path)
        .containsExactly("line");
    model.compile(sgd(0.1), meanSquaredError());
    assertThat(model.fit(TWO, epochs(1)).last().value("loss")).isCloseTo(4.1, within(1e-6));
    assertThat(base.variables().get(1).read()[0]).isCloseTo(0.33f, within(1e-6f));
  }

  private record Headed() implements Layer {
    @Override
    public Node on(Node x) {
      x.auxiliary("aux", 0.4, dense(1).noBias());
      return x.then("main", dense(1).noBias());
    }
  }

  @Test
  void aLayerMayBringItsHead() {
    var network = Network.to(input(1).then("inside", new Headed()));
    assertThat(network.auxiliaries()).extracting(Network.Auxiliary::path).containsExactly("inside");
    assertThat(network.lastingVariables()).hasSize(1);
  }

  @Test
  void trainingWithAHeadLearns() {
    var data =
        Dataset.of(
            Shape.of(4),
            new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1},
            new float[] {0, 1, 1, 0});
    var model = Model.of("headed", headed()).runOn(Engines.named("reference"));
    model.compile(sgd(0.5), sparseCategoricalCrossentropy(), accuracy());
    var history = model.fit(data.classes(2), epochs(40).batch(4));
    assertThat(history.last().value("accuracy")).isEqualTo(1);
    assertThat(model.evaluate(data).value("accuracy")).isEqualTo(1);
  }

  @Test
  void aHeadOfAnotherShapeIsRefused() {
    var x = input(4);
    x.auxiliary("aux", 0.3, dense(5));
    assertThatThrownBy(() -> Network.to(x.then("main", dense(10))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "aux: expected an auxiliary prediction of the shape of the output [N, 10], got [N,"
                + " 5].\n"
                + "  Fix: end the auxiliary head as the network ends, or leave it out.");
  }

  @Test
  void aWeightThatIsNotAboveZeroIsRefused() {
    assertThatThrownBy(() -> input(4).then("aux", dense(2)).auxiliary(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Node.auxiliary: expected a number above 0, got 0.0.\n"
                + "  Fix: pass a positive finite number.");
  }
}
