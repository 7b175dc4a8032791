// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.reshape;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.engine.Engines;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.nn.Node;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.GraphRun;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Plans that share variables, threads and memory.
@Tag("isa")
class PlanTest {
  /// Values up to about 3, sums of at most 144 terms, a few layers: 16 x 2^-23 x 12 x 3 = 7e-5.
  private static final float CLOSE = 1e-4f;

  private static final Tensor PICTURES = Pictures.plain(5, 12, 12, 3);

  /// A network whose filters a training plan packs, with something to fold and to fuse.
  private static Model model() {
    return compiled(
        Model.of(
            input(12, 12, 3),
            conv2d(16, 3).same().noBias(),
            batchNorm(),
            relu(),
            conv2d(16, 3).same().relu(),
            maxPool2d(2),
            flatten(),
            dense(4).softmax()));
  }

  private static Model compiled(Model model) {
    return model
        .initialize(9)
        .runOn(Pictures.fast())
        .compile(adam(1e-2), sparseCategoricalCrossentropy(), accuracy());
  }

  private static void train(Model model) {
    model.fit(Pictures.labelled(20, 4, 12, 12, 3), epochs(1).batch(8));
  }

  /// What the same variables predict on the reference engine.
  private static Tensor truth(Model trained, Tensor pictures) {
    var copy = model().runOn(Pictures.reference());
    for (int i = 0; i < copy.variables().size(); i++) {
      copy.variables().get(i).write(trained.variables().get(i).read());
    }
    return copy.predict(pictures);
  }

  private static void assertPredictsRight(Model model) {
    assertClose(model.predict(PICTURES), truth(model, PICTURES));
  }

  private static void assertClose(Tensor got, Tensor expected) {
    assertThat(got.shape()).isEqualTo(expected.shape());
    assertThat(got.toArray()).containsExactly(expected.toArray(), within(CLOSE));
  }

  @Test
  void predictionSeesWhatTrainingChanged() {
    var model = model();
    var before = model.predict(PICTURES);
    train(model);
    var after = model.predict(PICTURES);
    assertThat(after).isNotEqualTo(before);
    assertPredictsRight(model);
    train(model);
    assertThat(model.predict(PICTURES)).isNotEqualTo(after);
    assertPredictsRight(model);
  }

  @Test
  void predictionFollowsAFilterThatTrainingPacked() {
    var model = model();
    assertPredictsRight(model);
    assertThat(packed(model)).isZero();
    train(model);
    assertThat(packed(model)).as("filters that training moved").isPositive();
    assertPredictsRight(model);
  }

  private static long packed(Model model) {
    return model.variables().stream()
        .filter(v -> v.storage() instanceof NativeStorage storage && storage.packed() != null)
        .count();
  }

  @Test
  void trainingEvaluationAndPredictionTakeTurns() {
    var data = Pictures.labelled(20, 4, 12, 12, 3);
    var alone = model();
    var mixed = model();
    for (int round = 0; round < 3; round++) {
      train(alone);
      var first = mixed.evaluate(data, 7);
      assertThat(mixed.evaluate(data, 20).value("loss"))
          .isCloseTo(first.value("loss"), within(1e-5 * first.value("loss")));
      assertPredictsRight(mixed);
      train(mixed);
      for (int n = 1; n < 7; n++) { // more batch sizes than plans are kept
        assertClose(mixed.predict(PICTURES, n), truth(mixed, PICTURES));
      }
    }
    assertThat(Pictures.values(mixed)).usingRecursiveComparison().isEqualTo(Pictures.values(alone));
  }

  @Test
  void writtenVariablesCountFromTheNextRunOn() {
    var model = model();
    train(model);
    assertPredictsRight(model);
    for (var variable : model.variables()) {
      var values = variable.read();
      for (int i = 0; i < values.length; i++) {
        values[i] = values[i] * 0.5f + 0.01f;
      }
      variable.write(values);
      assertThat(variable.read()).isEqualTo(values);
      assertPredictsRight(model);
    }
    train(model);
    assertPredictsRight(model);
  }

  @Test
  void variablesMoveBetweenEnginesUnchanged() {
    var model = model();
    train(model);
    var values = Pictures.values(model);
    var there = model.predict(PICTURES);
    model.runOn(Pictures.reference());
    assertClose(model.predict(PICTURES), there);
    train(model);
    model.runOn(Pictures.fast());
    train(model);
    assertPredictsRight(model);
    assertThat(Pictures.values(model)).hasSameSizeAs(values);
  }

  @Test
  void modelsThatShareVariablesSeeEachOthersTraining() {
    var base = Model.of(input(12, 12, 3), conv2d(16, 3).same().relu(), conv2d(16, 3).relu());
    base.runOn(Pictures.fast());
    var head = compiled(base.then(globalAvgPool2d(), dense(4).softmax()));
    var before = base.predict(PICTURES);
    train(head);
    var after = base.predict(PICTURES);
    assertThat(after).isNotEqualTo(before);
    base.runOn(Pictures.reference());
    assertClose(base.predict(PICTURES), after);
  }

  /// A single float32 sum of 270,400 numbers is off by 5e-6 here, and by more where numbers are less
  /// even. Two steps of 520 numbers each round 1,040 times, each time by at most 6e-8 of the sum so
  /// far, half of it on average, up and down: about 1e-6.
  @Test
  void theMeanOfALargePictureKeepsItsDigits() {
    var rng = Rng.of(3);
    var x = Tensor.generate(Shape.of(2, 520, 520, 3), i -> (float) rng.uniform(i));
    var means = Model.of(input(520, 520, 3), globalAvgPool2d()).runOn(Pictures.fast()).predict(x);
    for (int k = 0; k < 6; k++) {
      double sum = 0;
      for (int i = 0; i < 520 * 520; i++) {
        sum += x.get((k / 3 * 520 * 520 + i) * 3 + k % 3);
      }
      assertThat((double) means.get(k)).isCloseTo(sum / (520 * 520), within(3e-6));
    }
  }

  @Test
  void aPlanMayBeClosedTwiceAndThenSaysSo() {
    var model = model();
    try (var plan = Pictures.fast().compile(model.predictGraph(2))) {
      plan.feed(0, new float[2 * 12 * 12 * 3]);
      plan.run(0);
      plan.close();
      plan.close();
      assertThatThrownBy(() -> plan.run(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The plan was closed");
      assertThatThrownBy(() -> plan.feed(0, new float[1]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The plan was closed");
      assertThatThrownBy(() -> plan.fetch(0, new float[1]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The plan was closed");
      assertThatThrownBy(() -> plan.profile(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The plan was closed");
      assertThat(plan.memory().arena()).isPositive();
    }
  }

  @Test
  void aRunRepeatsItselfWithoutFeedingAgain() {
    var model = model();
    try (var plan = Pictures.fast().compile(model.predictGraph(5))) {
      plan.feed(0, PICTURES.toArray());
      var first = new float[20];
      var second = new float[20];
      plan.run(0);
      plan.fetch(0, first);
      plan.run(0);
      plan.fetch(0, second);
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void foldingAndFusingChangeNothingBeyondRounding() {
    var model = Model.of(input(12, 12, 3), PlanTest::branches).initialize(9).runOn(Pictures.fast());
    model.compile(adam(1e-2), sparseCategoricalCrossentropy());
    train(model); // moving statistics that are not 0 and 1
    var plain = Passes.resolve(model.network().graph().batch(5), false);
    var cheap = Passes.forInference(plain);
    assertThat(count(plain, Op.BatchNormFixed.class)).isEqualTo(4);
    // the last one stands behind a product of two pictures, which has no filter to go into
    assertThat(count(cheap, Op.BatchNormFixed.class)).isEqualTo(1);
    assertThat(count(cheap, Op.Fused.class)).isPositive();
    assertClose(results(cheap), results(plain));
  }

  /// oneDNN takes 32 functions behind a convolution.
  @Test
  void aHundredFunctionsInARowRun() {
    var x = input(3, 3, 2).then(conv2d(2, 3).same());
    for (int i = 0; i < 100; i++) {
      x = x.times(1 + i * 0x1p-12);
    }
    var model = Model.to("functions", x).initialize(1);
    var picture = Tensor.generate(Shape.of(1, 3, 3, 2), i -> Math.sin(i + 1));
    var expected = model.runOn(Engines.named("reference")).predict(picture);
    assertClose(model.runOn(Pictures.fast()).predict(picture), expected);
  }

  private static long count(Graph graph, Class<? extends Op> kind) {
    return graph.steps().stream().filter(step -> kind.isInstance(step.op())).count();
  }

  private static Node branches(Node x) {
    var stem = x.then(conv2d(8, 3).same().noBias()).then(batchNorm()).relu();
    var deep = stem.then(conv2d(8, 3).same()).then(batchNorm());
    var sum = stem.plus(deep).relu();
    var gate = sum.then(globalAvgPool2d()).then(dense(8)).then(batchNorm()).sigmoid();
    var scaled = sum.times(gate.then(reshape(1, 1, 8))).then(batchNorm());
    return scaled.tanh().times(scaled).then(globalAvgPool2d()).then(dense(4).softmax());
  }

  private static Tensor results(Graph graph) {
    return GraphRun.results(Pictures.fast(), graph, List.of(PICTURES), 0).getFirst();
  }

  @Test
  void memoryIsKnownBeforeTheFirstRun() {
    var model = model();
    try (var train = Pictures.fast().compile(model.trainGraph(8));
        var predict = Pictures.fast().compile(model.predictGraph(8))) {
      // the first convolution's result alone: 8 x 12 x 12 x 16 floats
      long largest = 8L * 12 * 12 * 16 * Float.BYTES;
      assertThat(predict.memory().values()).isGreaterThanOrEqualTo(2 * largest);
      assertThat(predict.memory().arena()).isBetween(largest, predict.memory().values());
      assertThat(train.memory().values()).isGreaterThan(predict.memory().values());
      assertThat(train.memory().arena()).isGreaterThan(predict.memory().arena());
      assertThat(predict.memory().prepared()).isPositive();
      assertThat(predict.parts()).isNotEmpty().allMatch(part -> part.nanos() == 0);
      assertThat(predict.profile(0)).hasSameSizeAs(predict.parts());
    }
  }

  @Test
  void twoModelsTrainAtOnceAsTheyDoAlone() throws Exception {
    var expected = model();
    train(expected);
    train(expected);
    var results =
        together(
            2,
            () -> {
              var model = model();
              train(model);
              train(model);
              return Pictures.values(model);
            });
    for (var values : results) {
      assertThat(values).usingRecursiveComparison().isEqualTo(Pictures.values(expected));
    }
  }

  @Test
  void threadsShareAModelForPrediction() throws Exception {
    var model = model();
    train(model);
    var expected = truth(model, PICTURES);
    var results =
        together(
            4,
            () -> {
              var all = new ArrayList<Tensor>();
              for (int i = 0; i < 50; i++) {
                all.add(model.predict(PICTURES, 1 + i % 5));
              }
              return all;
            });
    results.forEach(all -> all.forEach(got -> assertClose(got, expected)));
  }

  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var results = new ArrayList<T>();
      var tasks = new ArrayList<Callable<T>>();
      for (int i = 0; i < threads; i++) {
        tasks.add(work);
      }
      for (var future : pool.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
