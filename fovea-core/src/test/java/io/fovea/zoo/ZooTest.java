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
    for (var name : Zoo.names()) {
      var model = Zoo.model(name);
      assertThat(model.name()).isEqualTo(name);
      assertThat(model.network().outputShape()).hasToString("[N, 10]");
    }
  }

  @Test
  void variantsHaveOtherNumbersOfClasses() {
    var model = Model.to("m", LeNet5.LENET5.classes(3).on(Layers.input(28, 28, 1)));
    assertThat(model.parameters()).isEqualTo(61_706 - 7 * 85);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> Zoo.model("lenet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Zoo.model: expected one of [lenet5, basic-cnn], got lenet.\n"
                + "  Fix: check the name.");
  }
}
