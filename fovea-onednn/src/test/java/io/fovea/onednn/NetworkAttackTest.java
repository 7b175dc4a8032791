// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.conv2dTranspose;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.globalMaxPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.layerNorm;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.reshape;
import static io.fovea.nn.Layers.sequential;
import static io.fovea.nn.Layers.upSampling2d;
import static io.fovea.optim.Optimizers.adadelta;
import static io.fovea.optim.Optimizers.adagrad;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.adamW;
import static io.fovea.optim.Optimizers.adamax;
import static io.fovea.optim.Optimizers.nadam;
import static io.fovea.optim.Optimizers.rmsprop;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fovea.data.Dataset;
import io.fovea.engine.Engine;
import io.fovea.loss.Loss;
import io.fovea.nn.Layer;
import io.fovea.optim.Optimizer;
import io.fovea.testkit.Tolerance;
import io.fovea.train.Fit;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Odd networks, batches and settings: a few steps on both engines end in the same variables, and
/// evaluation and prediction agree.
@Tag("isa")
class NetworkAttackTest {
  /// 9 steps at most, each of sums of at most 2,000 terms in float32: 9 x 16 x 2^-23 x sqrt(2000) =
  /// 8e-4 of a variable's change. Optimizers that divide by a gradient's own size turn the sign of a
  /// gradient of about 0 into a whole step, so variables are compared by their distance over all, not
  /// one by one.
  private static final double RELATIVE = 9 * Tolerance.f32().reduction(2000).bound();

  /// A gradient whose terms cancel (exactly, for a bias in front of batch normalization) leaves the
  /// rounding of its terms, and these are as large as the gradients of the other variables: 16 x 2^-23
  /// = 2e-6 of the change of the whole network.
  private static final double CANCELLED = Tolerance.f32().bound();

  private record Case(String name, Layer network, Optimizer optimizer, Loss loss, Fit fit) {
    Case(String name, Layer network, Optimizer optimizer) {
      this(name, network, optimizer, sparseCategoricalCrossentropy(), epochs(1).batch(4));
    }

    Case(String name, Layer network, Fit fit) {
      this(name, network, sgd(0.1), sparseCategoricalCrossentropy(), fit);
    }

    Case(String name, Layer network) {
      this(name, network, sgd(0.1));
    }
  }

  @TestFactory
  Stream<DynamicTest> bothEnginesEndAlike() {
    return Stream.of(networks(), optimizers(), settings())
        .flatMap(List::stream)
        .map(c -> dynamicTest(c.name(), () -> check(c, Pictures.labelled(9, 3, 8, 8, 2))));
  }

  private static Layer small() {
    return sequential(
        conv2d(4, 3).same().relu(), maxPool2d(2), flatten(), dense(8).tanh(), dense(3).softmax());
  }

  private static List<Case> networks() {
    return List.of(
        new Case("one dense layer", sequential(flatten(), dense(3).softmax())),
        new Case(
            "no bias anywhere",
            sequential(conv2d(4, 3).noBias(), flatten(), dense(3).noBias().softmax())),
        new Case("very wide softmax", sequential(flatten(), dense(5000).softmax())),
        new Case("one filter", sequential(conv2d(1, 1), flatten(), dense(3).softmax())),
        new Case(
            "a kernel as large as the picture",
            sequential(conv2d(5, 8).relu(), flatten(), dense(3).softmax())),
        new Case(
            "a stride larger than the kernel",
            sequential(conv2d(5, 2).stride(3).relu(), flatten(), dense(3).softmax())),
        new Case(
            "global pooling",
            sequential(conv2d(5, 3).relu(), globalMaxPool2d(), dense(3).softmax())),
        new Case(
            "groups and dilation",
            sequential(
                conv2d(6, 3).groups(2).same().relu(),
                conv2d(6, 3).dilation(2).same().relu(),
                globalAvgPool2d(),
                dense(3).softmax())),
        new Case(
            "up and down",
            sequential(
                conv2dTranspose(3, 3).stride(2).same().relu(),
                avgPool2d(2),
                upSampling2d(2),
                layerNorm(),
                globalAvgPool2d(),
                dense(3).softmax())),
        new Case(
            "batch normalization behind dense layers",
            sequential(flatten(), dense(6), batchNorm(), dense(3).softmax()),
            epochs(1).batch(3)),
        new Case(
            "an activation times its own input",
            x -> {
              var y = x.then(conv2d(4, 3).same());
              return y.tanh().times(y).plus(y).then(globalAvgPool2d()).then(dense(3).softmax());
            }),
        new Case(
            "channels weighed, and the same added again",
            x -> {
              var y = x.then(conv2d(4, 3).same()).tanh();
              var gate = y.then(globalAvgPool2d()).sigmoid().then(reshape(1, 1, 4));
              return y.times(gate).plus(y).then(globalAvgPool2d()).then(dense(3).softmax());
            }),
        new Case(
            "one layer used twice",
            x -> {
              var shared = Model.of(input(8, 8, 2), conv2d(2, 3).same().relu());
              return x.then(shared).then(shared).then(flatten()).then(dense(3).softmax());
            }));
  }

  private static List<Case> optimizers() {
    return Stream.of(
            sgd(0.1),
            sgd(0.1).momentum(0.9),
            sgd(0.1).momentum(0.9).nesterov(),
            sgd(0.1).momentum(0.9).decay(0.01).weightDecay(0.01),
            adam(1e-2),
            adam(1e-2).amsgrad(),
            adamW(1e-2),
            adamax(1e-2),
            nadam(1e-2),
            rmsprop(1e-2),
            adagrad(1e-2),
            adadelta(1.0),
            sgd(0.5).clipValue(0.01),
            sgd(0.5).clipNorm(0.1),
            sgd(0.5).clipGlobalNorm(0.1),
            adam(1e-2).clipGlobalNorm(0.1))
        .map(optimizer -> new Case(optimizer.toString(), small(), optimizer))
        .toList();
  }

  private static List<Case> settings() {
    var crossentropy = sparseCategoricalCrossentropy();
    return List.of(
        new Case("batches of 1", small(), epochs(1).batch(1)),
        new Case("a last batch of 1", small(), epochs(2).batch(8)),
        new Case("a batch larger than the data", small(), epochs(2).batch(64)),
        new Case(
            "class weights", small(), epochs(1).batch(4).classWeights(Map.of(0, 3.0, 2, 0.25))),
        new Case(
            "label smoothing",
            small(),
            sgd(0.1),
            crossentropy.labelSmoothing(0.2),
            epochs(1).batch(4)),
        new Case(
            "scores instead of probabilities",
            sequential(conv2d(4, 3), flatten(), dense(3)),
            sgd(0.1),
            crossentropy.fromLogits(),
            epochs(1).batch(4)),
        new Case(
            "prices on parameters",
            sequential(
                conv2d(4, 3).l2(0.1).l1(0.01).relu(), flatten(), dense(3).l1(0.05).softmax())),
        new Case(
            "one output",
            sequential(conv2d(4, 3).relu(), flatten(), dense(1)),
            adam(1e-2),
            meanSquaredError(),
            epochs(1).batch(4)));
  }

  private static void check(Case c, Dataset data) {
    var expected = trained(c, data, Pictures.reference());
    var got = trained(c, data, Pictures.fast());
    double whole = Math.sqrt(expected.variables().stream().mapToDouble(v -> square(v)).sum());
    for (int i = 0; i < expected.variables().size(); i++) {
      var change = expected.variables().get(i);
      assertThat(distance(got.variables().get(i), change))
          .as("%s", expected.paths().get(i))
          .isLessThan(RELATIVE * Math.sqrt(square(change)) + CANCELLED * whole);
    }
    assertThat(distance(got.predictions(), expected.predictions()))
        .isLessThan(RELATIVE * Math.sqrt(square(expected.predictions())));
    assertThat(got.logs().value("loss"))
        .isCloseTo(expected.logs().value("loss"), within(RELATIVE * expected.logs().value("loss")));
    assertThat(got.logs().value("accuracy")).isEqualTo(expected.logs().value("accuracy"));
  }

  private record Trained(
      List<String> paths, List<float[]> variables, float[] predictions, Logs logs) {}

  private static Trained trained(Case c, Dataset data, Engine engine) {
    var model = Model.of(input(8, 8, 2), c.network()).initialize(3).runOn(engine);
    var start = Pictures.values(model);
    model.compile(c.optimizer(), c.loss(), accuracy());
    model.fit(data, c.fit());
    var moved = model.variables().stream().map(v -> v.read()).toList();
    // what training changed, so that large first values do not hide a wrong step
    for (int i = 0; i < moved.size(); i++) {
      for (int j = 0; j < moved.get(i).length; j++) {
        moved.get(i)[j] -= start.get(i)[j];
      }
    }
    return new Trained(
        model.variables().stream().map(v -> v.path()).toList(),
        moved,
        model.predict(Pictures.plain(5, 8, 8, 2), 3).toArray(),
        model.evaluate(data, 4));
  }

  private static double distance(float[] got, float[] expected) {
    var difference = new float[expected.length];
    for (int i = 0; i < expected.length; i++) {
      difference[i] = got[i] - expected[i];
    }
    return Math.sqrt(square(difference));
  }

  /// Square of the length.
  private static double square(float[] values) {
    double square = 0;
    for (float value : values) {
      square += (double) value * value;
    }
    return square;
  }
}
