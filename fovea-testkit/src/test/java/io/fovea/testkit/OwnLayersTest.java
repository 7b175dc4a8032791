// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Initializers.ones;
import static io.fovea.nn.Layers.lambda;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.engine.Engines;
import io.fovea.error.ShapeException;
import io.fovea.graph.CustomOp;
import io.fovea.graph.Op;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody who writes layers does with the test kit; docs/guide/own-layers.md shows it.
class OwnLayersTest {
  private static final Tensor PICTURES =
      Tensor.generate(Shape.of(2, 3, 4, 5), i -> Math.sin(i) + 1.5);

  record ChannelScale() implements Layer {
    @Override
    public Node on(Node x) {
      return x.times(x.param("gamma", ones(), x.channels()));
    }
  }

  record Cube() implements CustomOp {
    @Override
    public Shape shape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void run(List<Array> inputs, Array output) {
      double[] x = inputs.getFirst().values();
      Arrays.setAll(output.values(), i -> x[i] * x[i] * x[i]);
    }

    @Override
    public Optional<CustomOp> gradient(int input) {
      return Optional.of(new CubeSlope(3));
    }
  }

  /// `factor x^2 dy`; the right factor is 3.
  record CubeSlope(double factor) implements CustomOp {
    @Override
    public Shape shape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void run(List<Array> inputs, Array output) {
      double[] dy = inputs.get(0).values();
      double[] x = inputs.get(1).values();
      Arrays.setAll(output.values(), i -> factor * x[i] * x[i] * dy[i]);
    }

    @Override
    public Optional<CustomOp> gradient(int input) {
      return Optional.empty();
    }
  }

  /// A cube with any gradient.
  record Claimed(CustomOp slope) implements CustomOp {
    @Override
    public Shape shape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void run(List<Array> inputs, Array output) {
      new Cube().run(inputs, output);
    }

    @Override
    public Optional<CustomOp> gradient(int input) {
      return Optional.of(slope);
    }
  }

  private static Layer layer(CustomOp op) {
    return x -> x.op(new Op.Custom(op));
  }

  @Test
  void aLayerOfOpsPasses() {
    GradientCheck.check(new ChannelScale(), PICTURES);
  }

  @Test
  void aLayerWithAnOpOfItsOwnPasses() {
    GradientCheck.check(layer(new Cube()), PICTURES);
  }

  @Test
  void anExpressionIsALayer() {
    var mean = lambda(x -> x.mean(1, 2).reshape(Shape.OPEN, x.channels()));
    GradientCheck.check(mean, PICTURES);
  }

  @Test
  void layersRunOnPlainNumbers() {
    var images = Tensor.of(Shape.of(1, 1, 2, 1), 3, 5);
    var filters = Tensor.of(Shape.of(1, 1, 1, 2), 1, 10);
    Tensor maps = Ops.conv2d(images, filters, c -> c.same());
    Tensor doubled = Ops.apply(new ChannelScale(), maps, Tensor.vector(2, 2));
    assertThat(doubled.toArray()).containsExactly(6, 60, 10, 100);
  }

  @Test
  void enginesAreCompared() {
    EngineComparison.with(Engines.best()).check(new ChannelScale(), PICTURES);
  }

  @Test
  void aWrongGradientIsFound() {
    assertThatThrownBy(() -> GradientCheck.check(layer(new Claimed(new CubeSlope(2))), PICTURES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("element [0, 0, 0, 0] = 1.5: expected slope");
  }

  @Test
  void aGradientOfTheWrongShapeIsRefused() {
    record Short() implements CustomOp {
      @Override
      public Shape shape(List<Shape> inputs) {
        return Shape.of(1);
      }

      @Override
      public void run(List<Array> inputs, Array output) {
        output.values()[0] = 0;
      }

      @Override
      public Optional<CustomOp> gradient(int input) {
        return Optional.empty();
      }
    }
    assertThatThrownBy(() -> GradientCheck.check(layer(new Claimed(new Short())), PICTURES))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining(
            "expected the gradient of Claimed[slope=Short[]] for input 0 to have shape [2, 3, 4,"
                + " 5], got [1].");
  }

  /// Every line of code in the guide stands in this file.
  @Test
  void aLayerOfOnesOwnKeepsTheContract(@TempDir Path folder) {
    new LayerContract(Engines.best(), List.of(), folder)
        .check(LayerCase.of("channelScale", new ChannelScale(), 4, 4, 3).parameters(3));
  }

  @Test
  void theGuideShowsThisCode() throws IOException {
    var root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("LICENSE"))) {
      root = Optional.ofNullable(root.getParent()).orElseThrow();
    }
    var here =
        Files.readString(
                root.resolve("fovea-testkit/src/test/java/io/fovea/testkit/OwnLayersTest.java"))
            .replaceAll("\\s+", "");
    var guide = Files.readString(root.resolve("docs/guide/own-layers.md"));
    var code = guide.split("```java\n");
    assertThat(code.length).isGreaterThan(2);
    for (var block : Arrays.asList(code).subList(1, code.length)) {
      for (var line : block.substring(0, block.indexOf("```")).lines().toList()) {
        assertThat(here).contains(line.replaceAll("\\s+", ""));
      }
    }
  }
}
