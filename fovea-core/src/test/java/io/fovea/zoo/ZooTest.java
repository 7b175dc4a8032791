// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.graph.Variable;
import io.fovea.nn.Layers;
import io.fovea.train.Model;
import org.junit.jupiter.api.Test;

class ZooTest {

  @Test
  void leNet5HasTheParametersOfTheModernVariant() {
    var model = Zoo.model("lenet5");
    assertThat(model.variables())
        .extracting(Variable::toString)
        .containsExactly(
            "conv2d/kernel [5, 5, 1, 6]",
            "conv2d/bias [6]",
            "conv2d_1/kernel [5, 5, 6, 16]",
            "conv2d_1/bias [16]",
            "dense/kernel [400, 120]",
            "dense/bias [120]",
            "dense_1/kernel [120, 84]",
            "dense_1/bias [84]",
            "dense_2/kernel [84, 10]",
            "dense_2/bias [10]");
    assertThat(model.parameters()).isEqualTo(61_706);
  }

  @Test
  void theBasicNetworkHasTheParametersOfItsTable() {
    var model = Zoo.model("basic-cnn");
    // kernel cells x inputs x outputs + outputs
    long convolutions =
        (49 * 64 + 64)
            + (9 * 64 * 128 + 128)
            + (9 * 128 * 128 + 128)
            + (9 * 128 * 256 + 256)
            + (9 * 256 * 256 + 256);
    long dense = (3 * 3 * 256 * 128 + 128) + (128 * 64 + 64) + (64 * 10 + 10);
    assertThat(model.parameters()).isEqualTo(convolutions + dense).isEqualTo(1_413_834);
    assertThat(model.network().layers()).hasSize(14);
  }

  @Test
  void everyNameGivesAModelOfThatNameWithProbabilities() {
    for (var entry : Zoo.entries()) {
      var model = Zoo.model(entry.name());
      assertThat(model.name()).isEqualTo(entry.name());
      assertThat(model.network().outputShape())
          .hasToString(entry.picture().channels() == 1 ? "[N, 10]" : "[N, 1000]");
    }
  }

  @Test
  void topsAreExchangeable() {
    var picture = Layers.input(64, 64, 3);
    var network = KerasResNet.RESNET50;
    assertThat(network.classes(5).on(picture).shape()).hasToString("[N, 5]");
    assertThat(network.withoutTop().on(Layers.input(64, 64, 3)).shape())
        .hasToString("[N, 2, 2, 2048]");
    assertThat(network.avgPooled().on(Layers.input(64, 64, 3)).shape()).hasToString("[N, 2048]");
    assertThat(network.maxPooled().on(Layers.input(64, 64, 3)).shape()).hasToString("[N, 2048]");
  }

  @Test
  void widthsAreMultiplesOfEightThatLoseAtMostATenth() {
    // MobileNetV2 of width 0.35: 32 x 0.35 = 11.2, and 8 is more than a tenth below
    assertThat(Widths.rounded(11.2)).isEqualTo(16);
    assertThat(Widths.rounded(3)).isEqualTo(8);
    assertThat(Widths.rounded(12)).isEqualTo(16);
    assertThat(Widths.rounded(35.2)).isEqualTo(32);
  }

  @Test
  void variantsHaveOtherNumbersOfClasses() {
    var model = Model.to("m", LeNet5.LENET5.classes(3).on(Layers.input(28, 28, 1)));
    assertThat(model.parameters()).isEqualTo(61_706 - 7 * 85);
  }

  @Test
  void anUnknownNameNamesTheOnesThatAreLikeIt() {
    assertThatThrownBy(() -> Zoo.model("lenet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Zoo.model: expected the name of a network, got lenet.\n"
                + "  Fix: did you mean lenet5, lenet5-original or alexnet? Zoo.names() lists all.");
  }
}
