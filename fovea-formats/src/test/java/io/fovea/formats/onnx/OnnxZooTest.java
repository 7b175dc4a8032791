// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.engine.Plan;
import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Activation;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Networks of the zoo in ONNX Runtime against the reference engine, which counts in double precision.
///
/// By default one of each family on small pictures; with `-Dfovea.onnx=all` every network so; with
/// `-Dfovea.onnx=real` every network on pictures of its own size, which takes 20 minutes and 14 GB
/// (`-Dfovea.test.jvm=-Xmx14g`). With `-Dfovea.onnx.engine=onednn` against what the fast engine
/// predicts.
@Tag("slow")
class OnnxZooTest {
  private static final String MODE = System.getProperty("fovea.onnx", "");
  private static final Engine ENGINE =
      Engines.named(System.getProperty("fovea.onnx.engine", "reference"));
  private static final Set<String> DEEPER =
      Set.of(
          "vgg19",
          "inception-resnet-v2",
          "resnet34",
          "resnet101",
          "resnet152",
          "resnet101-v1.5",
          "resnet152-v1.5",
          "resnet50-v2", // the pictures of the deepest layers are larger than in version 1
          "resnet101-v2",
          "resnet152-v2",
          "se-resnet34",
          "se-resnet50",
          "se-resnet101",
          "se-resnet152",
          "senet154",
          "efficientnet-b1",
          "efficientnet-b2",
          "efficientnet-b3",
          "efficientnet-b4",
          "efficientnet-b5",
          "efficientnet-b6",
          "efficientnet-b7");

  @TempDir Path folder;

  static Stream<String> names() {
    return Zoo.names().stream().filter(name -> !MODE.isEmpty() || !DEEPER.contains(name));
  }

  @Test
  void whatIsLeftOutByDefaultIsInTheZoo() {
    assertThat(Zoo.names()).containsAll(DEEPER);
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesTheSameInOnnxRuntime(String name) {
    int side = Zoo.entry(name).picture().get(0);
    if (!MODE.equals("real")) {
      side = Math.min(side, name.matches(".*(alexnet|inception|googlenet).*") ? 80 : 32);
    }
    var model = scores(name, side);
    var x = pictures(model, name);
    var scores = normalized(model, x);
    var expected = ENGINE instanceof ReferenceEngine ? scores : model.runOn(ENGINE).predict(x);
    var file = folder.resolve(name + ".onnx");
    model.save(file);
    double difference = difference(OnnxRuntime.run(file, List.of(x)).getFirst(), expected);
    // the number of examples is open: the same picture twice gives the same scores twice
    var twice = OnnxRuntime.run(file, List.of(doubled(x))).getFirst();
    assertThat(twice.shape().get(0)).isEqualTo(2);
    difference = Math.max(difference, difference(twice, doubled(expected)));
    System.Logger log = System.getLogger(OnnxZooTest.class.getName());
    log.log(System.Logger.Level.DEBUG, name + " " + x.shape() + ": " + difference);
    assertThat(difference).isLessThanOrEqualTo(1e-4);
  }

  /// The network up to its scores, which say more than probabilities.
  private static Model scores(String name, int side) {
    var entry = Zoo.entry(name);
    var scores = entry.network().on(input(side, side, entry.picture().channels()));
    return Model.to(name, scores.logits(Activation.SOFTMAX).orElse(scores));
  }

  private static Tensor doubled(Tensor x) {
    return Tensor.generate(x.shape().batch(2), i -> x.get(i % x.elements()));
  }

  /// Networks that rescale their input themselves want numbers up to 255.
  private static Tensor pictures(Model model, String name) {
    double largest = name.matches("(efficientnet|convnext).*") ? 255 : 1;
    var rng = Rng.of(5);
    return Tensor.generate(
        model.network().inputShape().batch(1), i -> largest * rng.uniform(i, 0, 1));
  }

  /// The largest one, relative to the largest score.
  private static double difference(Tensor actual, Tensor expected) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.elements(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
      double distance = Math.abs(expected.get(i) - actual.get(i));
      // NaN has to show
      difference = distance <= difference ? difference : distance;
    }
    assertThat(largest).isPositive();
    return difference / largest;
  }

  /// Chooses moving variances so that values keep their size through hundreds of layers, and gives
  /// the scores that the network then has. Each is four times the mean square of what is normalized:
  /// at values of 1/2, swish is straight enough not to make rounding errors grow from layer to layer.
  /// They have to come from pictures of this size: those of smaller ones let values grow to 1e12, where
  /// rounding errors decide whether a gate of squeeze and excitation is open.
  private static Tensor normalized(Model model, Tensor x) {
    var variances = new LinkedHashMap<Variable, Value>();
    var graph =
        Passes.resolve(model.network().graph().batch(x.shape().get(0)), false)
            .rewrite((step, in, g) -> {
              if (step.op() instanceof Op.BatchNormFixed
                  && g.maker(in.get(4)).op() instanceof Op.Read(var variance)) {
                var square = g.mean(g.map(in.get(0), Eltwise.of(Eltwise.Kind.SQUARE)));
                variances.put(variance, g.broadcast(g.scaled(square, 4), variance.shape()));
                return List.of(
                    g.add(
                        step.op(),
                        in.get(0),
                        in.get(1),
                        in.get(2),
                        in.get(3),
                        variances.get(variance)));
              }
              return g.addAll(step.path(), step.op(), in);
            });
    var results = new ArrayList<>(graph.outputs());
    results.addAll(variances.values());
    try (var plan = ENGINE.compile(new Graph(graph.steps(), results))) {
      plan.feed(0, x.toArray());
      plan.run(0);
      int next = 1;
      for (var variance : variances.keySet()) {
        variance.write(fetched(plan, next, variance.shape()).toArray());
        next++;
      }
      return fetched(plan, 0, results.getFirst().shape());
    }
  }

  private static Tensor fetched(Plan plan, int output, Shape shape) {
    var values = new float[Math.toIntExact(shape.elements())];
    plan.fetch(output, values);
    return Tensor.of(shape, values);
  }
}
