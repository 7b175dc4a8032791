// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.softmax;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.graph.Variable;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// A part of a model is a model: its features, a base for other classes.
class CutModelTest {
  private static final Tensor PICTURES =
      Tensor.generate(Shape.of(6, 4, 4, 1), i -> Math.sin(i * 1.7));

  /// With a way around, normalization, and behind the features a top of three layers.
  private static Model whole() {
    var x = input(4, 4, 1).then("low", conv2d(3, 3).same());
    var y = x.then("bn", batchNorm()).plus(x).relu();
    var features = y.then("pool", globalAvgPool2d());
    var top = features.then("drop", dropout(0.5)).then("top", dense(2)).then("soft", softmax());
    return Model.to("whole", top).runOn(Engines.named("reference")).initialize(3);
  }

  private static float[] product(Tensor features, Variable kernel, Variable bias) {
    int in = features.shape().channels();
    int out = bias.read().length;
    var scores = new float[features.shape().get(0) * out];
    for (int i = 0; i < scores.length; i++) {
      double sum = bias.read()[i % out];
      for (int k = 0; k < in; k++) {
        sum += features.get(i / out * in + k) * kernel.read()[k * out + i % out];
      }
      scores[i] = (float) sum;
    }
    return scores;
  }

  @Test
  void theBaseMakesWhatTheTopReads() {
    var whole = whole();
    var base = whole.withoutTop();
    assertThat(base.network().layers())
        .extracting(Network.Call::path)
        .containsExactly("low", "bn", "pool", "drop");
    int own = base.variables().size();
    assertThat(base.variables()).isEqualTo(whole.variables().subList(0, own));
    assertThat(own).isEqualTo(whole.variables().size() - 2);

    var scores =
        product(base.predict(PICTURES), whole.variables().get(own), whole.variables().get(own + 1));
    var probabilities = whole.predict(PICTURES);
    for (int row = 0; row < 6; row++) {
      double odds = Math.exp(scores[2 * row] - scores[2 * row + 1]);
      // single precision, of numbers around 1
      assertThat((double) probabilities.at(row, 0)).isCloseTo(odds / (1 + odds), within(1e-5));
    }
  }

  @Test
  void aNewTopLearnsOnIt() {
    var whole = whole();
    var model = whole.withoutTop().then(dense(3).softmax()).compile(sgd(0.5));
    var data = Dataset.of(PICTURES, Tensor.of(Shape.of(6), 0, 1, 2, 0, 1, 2));
    var losses = model.fit(data, epochs(8).batch(3));
    assertThat(losses.last().value("loss")).isLessThan(losses.epochs().getFirst().value("loss"));
    assertThat(whole.variables().getFirst().read()) // shared
        .isEqualTo(model.variables().getFirst().read());
  }

  @Test
  void statisticsOfLayersThatStayAreKeptUpToDate() {
    var whole = whole();
    var before = whole.variables().stream().map(Variable::read).toList();
    var model = whole.upTo("pool").then(dense(2).softmax()).compile(sgd(0.1));
    var _ = model.fit(Dataset.of(PICTURES, Tensor.of(Shape.of(6), 0, 1, 0, 1, 0, 1)), epochs(1));
    for (int i = 0; i < before.size() - 2; i++) {
      if (whole.variables().get(i).kind() == Variable.Kind.STATE) {
        assertThat(whole.variables().get(i).read()).isNotEqualTo(before.get(i));
      }
    }
  }

  @Test
  void partsThatAreNotThereAreRefused() {
    assertThatThrownBy(() -> whole().upTo("high"))
        .hasMessageContaining("whole.upTo: expected the name of one of its layers, got high.")
        .hasMessageContaining("Fix: take a name from summary().");
    assertThatThrownBy(() -> whole().upTo("low").withoutTop())
        .hasMessageContaining(
            "whole.withoutTop: expected at least 2 layers with parameters, got 1.");
  }
}
