package io.fovea.formats.onnx;

import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Activation;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every network of the zoo in ONNX Runtime against the reference engine, on small pictures.
@Tag("slow")
class OnnxZooTest {
  @TempDir Path folder;

  static Stream<String> names() {
    return Zoo.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesTheSameInOnnxRuntime(String name) {
    var picture = Zoo.entry(name).picture();
    int side =
        Math.min(picture.get(0), name.matches(".*(alexnet|inception|googlenet).*") ? 80 : 32);
    var scores = Zoo.entry(name).network().on(input(side, side, picture.channels()));
    var model = Model.to(name, scores.logits(Activation.SOFTMAX).orElse(scores));
    var x = pictures(model, name.startsWith("efficientnet") ? 255 : 1);
    var expected = normalized(model, x);
    var file = folder.resolve(name + ".onnx");
    model.save(file);
    assertClose(OnnxRuntime.run(file, List.of(x)).getFirst(), expected);
  }

  /// @param largest networks that rescale their input themselves want 255
  private static Tensor pictures(Model model, double largest) {
    var rng = Rng.of(5);
    return Tensor.generate(
        model.network().inputShape().batch(1), i -> largest * rng.uniform(i, 0, 1));
  }

  /// Within 1e-4 of the largest score.
  private static void assertClose(Tensor actual, Tensor expected) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.elements(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
      double distance = Math.abs(expected.get(i) - actual.get(i));
      // NaN has to fail
      difference = distance <= difference ? difference : distance;
    }
    assertThat(largest).isPositive();
    assertThat(difference / largest).isLessThanOrEqualTo(1e-4);
  }

  /// Chooses moving variances so that values keep their size through hundreds of layers, and gives
  /// the scores that the network then has. Each is four times the mean square of what is normalized:
  /// at values of 1/2, swish is straight enough not to make rounding errors grow from layer to layer.
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
    var values = new ReferenceEngine().evaluate(graph, List.of(x), 0);
    variances.forEach((variance, value) -> variance.write(values.get(value).toArray()));
    return values.get(graph.outputs().getFirst());
  }
}
