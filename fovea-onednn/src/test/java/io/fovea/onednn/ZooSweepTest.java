// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fovea.augment.Preprocessing;
import io.fovea.data.Dataset;
import io.fovea.graph.Costs;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Step;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.EngineComparison;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.zoo.Architecture;
import io.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Networks of the zoo run and learn, on the smallest pictures that they take.
///
/// By default those without a smaller one in their family, with `-Dfovea.sweep=all` every one.
@Tag("slow")
class ZooSweepTest {
  /// What the reference engine does in about a second.
  private static final long SMALL_MACS = 150_000_000;

  private static final String SWEEP = System.getProperty("fovea.sweep", "");

  private static final int MOST_STEPS = 150;

  /// Whose blocks the others have, too.
  private static final Set<String> SLOW_LEARNERS =
      Set.of(
          "alexnet",
          "alexnet-torchvision",
          "googlenet",
          "resnet50",
          "resnet50-v1.5",
          "se-resnet18");

  private static int side(Zoo.Entry entry) {
    return switch (entry.name()) {
      case "lenet5", "lenet5-original", "basic-cnn" -> 28;
      case "alexnet" -> 67;
      case "alexnet-torchvision" -> 63;
      case "googlenet", "se-inception" -> 80;
      case "inception-v3", "inception-resnet-v2" -> 75;
      case "xception" -> 71;
      default -> 32;
    };
  }

  private static Model model(Zoo.Entry entry, Layer network) {
    int side = side(entry);
    return Model.to(entry.name(), network.on(input(side, side, entry.picture().channels())));
  }

  private static Layer fiveClasses(Zoo.Entry entry) {
    return entry.network() instanceof Architecture<?> family ? family.classes(5) : entry.network();
  }

  /// Another network of the family has the same blocks, fewer of them.
  private static boolean isLarge(Zoo.Entry entry) {
    return List.of("senet154", "inception-resnet-v2", "vgg19").contains(entry.name())
        || entry.name().matches("efficientnet-b[2-7]|.*resnet(34|101|152).*|se-resnet50");
  }

  static Stream<Zoo.Entry> all() {
    return Zoo.entries().stream().filter(entry -> SWEEP.equals("all") || !isLarge(entry));
  }

  static Stream<Zoo.Entry> small() {
    return Zoo.entries().stream().filter(entry -> !isLarge(entry));
  }

  @ParameterizedTest
  @MethodSource("all")
  void predictsNumbersAndTrainsEveryParameter(Zoo.Entry entry) {
    var model = model(entry, fiveClasses(entry)).runOn(Pictures.fast());
    int side = side(entry);
    var answers = model.predict(Pictures.plain(2, side, side, entry.picture().channels()));
    for (int i = 0; i < 2; i++) {
      assertThat(sum(answers, i)).isCloseTo(1, within(1e-4));
    }
    model.compile(adam(1e-3), sparseCategoricalCrossentropy());
    var graph = model.trainGraph(2);
    var makers = graph.makers();
    var updated = new ArrayList<Variable>();
    for (var step : graph.steps()) {
      // what the loss does not depend on would be updated by zeros
      if (step.op() instanceof Op.Update(var variable, _, _)
          && !(Objects.requireNonNull(makers.get(step.inputs().getFirst())).op()
              instanceof Op.Fill)) {
        updated.add(variable);
      }
    }
    assertThat(updated)
        .containsAll(model.variables().stream().filter(Variable::trainable).toList());
  }

  private static double sum(Tensor answers, int row) {
    int classes = answers.shape().channels();
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += answers.get(row * classes + i);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("small")
  void bothEnginesAgree(Zoo.Entry entry) {
    var model = model(entry, fiveClasses(entry));
    var graph = Passes.resolve(model.network().graph().batch(1), false);
    if (Costs.productMacs(graph) <= SMALL_MACS) {
      int side = side(entry);
      var picture = Pictures.plain(1, side, side, entry.picture().channels());
      EngineComparison.with(Pictures.fast()).check(entry.name(), graph, List.of(picture));
    }
  }

  @ParameterizedTest
  @MethodSource("small")
  void oneStepLowersTheLoss(Zoo.Entry entry) {
    var model = model(entry, fiveClasses(entry)).runOn(Pictures.fast());
    // a hundred normalized layers have slopes of 1e4 before they have learned: short steps
    boolean isNormalized = model.variables().stream().anyMatch(v -> v.path().contains("moving"));
    double learningRate = isNormalized ? 1e-7 : 1e-4;
    var optimizer = sgd(learningRate);
    float[] scalars = optimizer.rule().scalars(learningRate, 0);
    model.compile(optimizer, sparseCategoricalCrossentropy());
    var graph = model.trainGraph(8);
    var loss = new float[1];
    try (var plan = Pictures.fast().compile(graph)) {
      for (int i = 0; i < graph.inputs().size(); i++) {
        plan.feed(i, fed(graph.inputs().get(i), scalars));
      }
      // the same key twice, so that both steps drop the same units
      plan.run(1);
      plan.fetch(0, loss);
      float before = loss[0];
      plan.run(1);
      plan.fetch(0, loss);
      assertThat(loss[0]).isLessThan(before);
    }
  }

  private static float[] fed(Step input, float[] scalars) {
    return switch (((Op.Input) input.op()).name()) {
      case "labels" -> new float[] {0, 1, 2, 3, 4, 0, 1, 2};
      case "sample weights" -> new float[] {1, 1, 1, 1, 1, 1, 1, 1};
      case "optimizer scalars" -> scalars;
      default -> Pictures.plain(input.output().shape().toArray()).toArray();
    };
  }

  private static Dataset eight(Zoo.Entry entry) {
    int side = side(entry);
    var pictures = Pictures.labelled(8, 5, side, side, entry.picture().channels());
    // these normalize numbers from 0 to 255 themselves
    boolean wantsBytes = entry.name().matches("(efficientnet|convnext).*");
    return wantsBytes ? pictures.map(Preprocessing.BYTES) : pictures;
  }

  /// By default those that are quick, one of each kind of block at least.
  @ParameterizedTest
  @CsvSource({
    "lenet5, 1e-3",
    "basic-cnn, 1e-4",
    "alexnet, 3e-4",
    "alexnet-torchvision, 3e-4",
    "googlenet, 1e-4",
    "inception-v3, 1e-3",
    "resnet18, 1e-3",
    "resnet50, 1e-3",
    "resnet50-v1.5, 1e-3",
    "resnet50-v2, 1e-3",
    "xception, 1e-3",
    "se-resnet18, 1e-3",
    "efficientnet-b0, 1e-3",
    "mobilenet, 1e-3",
    "mobilenet-v2, 1e-3",
    "densenet121, 1e-3",
    "convnext-tiny, 1e-4"
  })
  void learnsEightPicturesByHeart(String name, double learningRate) {
    var entry = Zoo.entry(name);
    assumeTrue(SWEEP.equals("all") || !SLOW_LEARNERS.contains(name), "with -Dfovea.sweep=all");
    var model = model(entry, fiveClasses(entry)).runOn(Pictures.fast());
    var data = eight(entry);
    model.compile(adam(learningRate), sparseCategoricalCrossentropy(), accuracy());
    // judged on the batch as training sees it: moving statistics follow many steps later
    var last = Logs.empty().with("accuracy", 0);
    for (int step = 0; step < MOST_STEPS && last.value("accuracy") < 1; step++) {
      last = model.fit(data, epochs(1).batch(8)).last();
    }
    assertThat(last.value("accuracy")).isEqualTo(1);
  }
}
