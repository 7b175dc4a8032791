// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.prelu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Variable;
import io.fovea.nn.Activation;
import io.fovea.nn.Dense;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Activations as layers: Keras' numbers, formulas by hand, gradients by differences.
class ActivationsTest {
  private static final Goldens GOLDENS = Goldens.keras();

  /// Away from the kinks at 0, 1/2, 1 and 6, and no two alike.
  private static final Tensor PLAIN =
      Tensor.of(
          Shape.of(3, 4),
          -1.7f,
          0.3f,
          2.1f,
          -0.4f,
          7.3f,
          -2.6f,
          0.9f,
          3.4f,
          0.1f,
          0.25f,
          0.7f,
          -0.2f);

  private static Tensor apply(Layer layer, float... x) {
    return Ops.apply(layer, Tensor.of(Shape.of(1, x.length), x));
  }

  /// But the factory of `LEAKY_RELU` takes its slope: Keras' layer has another one than its function.
  @ParameterizedTest
  @EnumSource(Activation.class)
  void eachHasOneNameAsAFactoryAndAfterTheDot(Activation activation) throws Exception {
    var name = LayerCases.factory(activation);
    var dense = Layers.dense(3);

    assertThat(Dense.class.getMethod(name).invoke(dense)).isEqualTo(dense.activation(activation));
    if (activation == Activation.LEAKY_RELU) {
      assertThat(Layers.leakyRelu(0.2).function())
          .isEqualTo(new Eltwise(Eltwise.Kind.RELU, 0.2, 0));
    } else {
      assertThat(Layers.class.getMethod(name).invoke(null)).isEqualTo(activation);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreeWithKeras(Activation activation) {
    var name =
        switch (activation) {
          case SWISH -> "silu";
          case HARD_SWISH -> "hard_silu";
          default -> activation.name().toLowerCase(Locale.ROOT);
        };
    switch (activation) {
      case LINEAR, SPARSE_PLUS, SPARSE_SIGMOID, GLU, SPARSEMAX -> {} // by hand below
      default -> {
        double[] x = GOLDENS.numbers("activations", "x");
        double[] expected = GOLDENS.numbers("activations", name);
        var points = Tensor.generate(Shape.of(1, x.length), i -> x[i]);
        var got = Ops.apply(activation, points);
        for (int i = 0; i < expected.length; i++) {
          // six decimals, and float32 rounding of numbers up to e^7
          double tolerance = 0.5e-6 + 4 * 0x1p-24 * Math.max(7, Math.abs(expected[i]));
          assertThat((double) got.get(i))
              .as("%s(%s)", name, x[i])
              .isCloseTo(expected[i], within(tolerance));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void haveRightGradients(Activation activation) {
    GradientCheck.check(activation, PLAIN);
  }

  @Test
  void sparseOnesArePiecewise() {
    // (0 + 1)^2 / 4 and (0.5 + 1)^2 / 4
    assertThat(apply(Activation.SPARSE_PLUS, -2, -1, 0, 0.5f, 1, 3).toArray())
        .containsExactly(0, 0, 0.25f, 0.5625f, 1, 3);
    assertThat(apply(Activation.SPARSE_SIGMOID, -2, -1, 0, 0.5f, 1, 3).toArray())
        .containsExactly(0, 0, 0.5f, 0.75f, 1, 1);
    assertThat(apply(Activation.LINEAR, -2, 3).toArray()).containsExactly(-2, 3);
  }

  @Test
  void theSecondHalfGatesTheFirst() {
    var y = apply(Activation.GLU, 3, -5, 0, (float) Math.log(3));
    // sigmoid(0) = 1/2, sigmoid(ln 3) = 3/4
    assertThat(y.shape()).isEqualTo(Shape.of(1, 2));
    assertThat(y.get(0)).isCloseTo(1.5f, within(1e-6f));
    assertThat(y.get(1)).isCloseTo(-3.75f, within(1e-6f));
    assertThatThrownBy(() -> input(3).then("glu", Activation.GLU))
        .hasMessage(
            "glu: expected GLU to get an even number of channels, got 3 channels.\n"
                + "  Fix: give the layer before twice as many filters or units as GLU shall have.");
  }

  @Test
  void sparsemaxProjectsOntoProbabilities() {
    // threshold of the first two (0.5 + 0.25 - 1) / 2 = -1/8, and the third is below it
    assertThat(apply(Activation.SPARSEMAX, 0.5f, 0.25f, -0.25f).toArray())
        .containsExactly(0.625f, 0.375f, 0);
    // the first alone
    assertThat(apply(Activation.SPARSEMAX, 3, 1, -2).toArray()).containsExactly(1, 0, 0);
    // equal ones share
    assertThat(apply(Activation.SPARSEMAX, 5, 5, 0, 0).toArray()).containsExactly(0.5f, 0.5f, 0, 0);
  }

  @Test
  void slopesAreLearned() {
    var x = Tensor.of(Shape.of(1, 1, 2, 2), -1, 2, -3, -4);
    var perNumber = Tensor.of(Shape.of(1, 2, 2), 0.5f, 0.5f, 0.25f, 2);
    assertThat(Ops.apply(prelu(), x, perNumber).toArray()).containsExactly(-0.5f, 2, -0.75f, -8);
    var perMap = Tensor.of(Shape.of(1, 1, 2), 0.5f, 2);
    assertThat(Ops.apply(prelu().sharedByMap(), x, perMap).toArray())
        .containsExactly(-0.5f, 2, -1.5f, -8);
    assertThat(Network.to(prelu().on(input(3, 4, 2))).variables())
        .extracting(Variable::toString)
        .containsExactly("alpha [3, 4, 2]");
    GradientCheck.check(prelu().alphaInitializer(Initializers.constant(0.3)), PLAIN);
    GradientCheck.check(
        prelu().sharedByMap().alphaInitializer(Initializers.constant(0.3)),
        PLAIN.reshape(Shape.of(1, 3, 2, 2)));
  }
}
