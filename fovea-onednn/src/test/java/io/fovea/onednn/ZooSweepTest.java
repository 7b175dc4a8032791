package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.graph.Costs;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.EngineComparison;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.zoo.Architecture;
import io.fovea.zoo.Zoo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every network of the zoo runs and learns, on the smallest pictures that it takes.
@Tag("slow")
class ZooSweepTest {
  /// What the reference engine does in about a second.
  private static final long SMALL_MACS = 150_000_000;

  private static final int MOST_STEPS = 150;

  private static int side(Zoo.Entry entry) {
    return switch (entry.name()) {
      case "lenet5", "lenet5-original", "basic-cnn" -> 28;
      case "alexnet" -> 67;
      case "alexnet-torchvision" -> 63;
      case "googlenet", "se-inception" -> 80;
      case "inception-v3" -> 75;
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

  private static boolean isLarge(Zoo.Entry entry) {
    return List.of("senet154", "efficientnet-b5", "efficientnet-b6", "efficientnet-b7")
            .contains(entry.name())
        || entry.name().matches(".*(101|152).*");
  }

  static Stream<Zoo.Entry> all() {
    return Zoo.entries().stream();
  }

  static Stream<Zoo.Entry> small() {
    return all().filter(entry -> !isLarge(entry));
  }

  @ParameterizedTest
  @MethodSource("all")
  void predictsNumbersAndTrainsEveryParameter(Zoo.Entry entry) {
    var model = model(entry, fiveClasses(entry)).engine(Pictures.fast());
    int side = side(entry);
    var answers = model.predict(Pictures.plain(2, side, side, entry.picture().channels()));
    for (int i = 0; i < 2; i++) {
      assertThat(sum(answers, i)).isCloseTo(1, within(1e-4));
    }
    model.compile(adam(1e-3), sparseCategoricalCrossentropy());
    var updated =
        model.trainGraph(2).steps().stream()
            .map(step -> step.op() instanceof Op.Update(var variable, _, _) ? variable : null)
            .toList();
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
    var model = model(entry, fiveClasses(entry)).engine(Pictures.fast());
    // a hundred normalized layers have slopes of 1e4 before they have learned: short steps
    boolean isNormalized = model.variables().stream().anyMatch(v -> v.path().contains("moving"));
    model.compile(sgd(isNormalized ? 1e-7 : 1e-4), sparseCategoricalCrossentropy());
    boolean isRandom =
        model.trainGraph(8).steps().stream().anyMatch(step -> step.op() instanceof Op.Random);
    // with dropout, two steps see different networks
    if (!isRandom) {
      var losses = model.fit(eight(entry), epochs(2).batch(8).inOrder()).values("loss");
      assertThat(losses.get(1)).isLessThan(losses.get(0));
    }
  }

  private static Dataset eight(Zoo.Entry entry) {
    int side = side(entry);
    return Pictures.labelled(8, 5, side, side, entry.picture().channels());
  }

  @ParameterizedTest
  @CsvSource({
    "lenet5, 1e-3",
    "basic-cnn, 1e-4",
    "alexnet, 1e-4",
    "alexnet-torchvision, 1e-4",
    "googlenet, 1e-4",
    "inception-v3, 1e-3",
    "resnet18, 1e-3",
    "resnet50, 1e-3",
    "resnet50-v1.5, 1e-3",
    "resnet50-v2, 1e-3",
    "xception, 1e-3",
    "se-resnet18, 1e-3",
    "efficientnet-b0, 1e-3",
    "mobilenet-v2, 1e-3",
    "densenet121, 1e-3"
  })
  void learnsEightPicturesByHeart(String name, double learningRate) {
    var entry = Zoo.entry(name);
    var model = model(entry, fiveClasses(entry)).engine(Pictures.fast());
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
