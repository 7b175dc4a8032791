// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Section 5.
class ResNet34ByHandTest {
  @Test
  void hasAsManyParametersAsPublished() {
    var model = ResNet34ByHand.resNet34(224);
    // torchvision's ResNet-34 with 10 classes instead of 1000: 512 weights and a bias for each
    assertThat(model.trainableParameters()).isEqualTo(21_797_672 - 990 * 513);
    // a mean and a variance for each map: 64, then of each unit two times, of three units three
    int maps = 64 + 6 * 64 + (8 + 1) * 128 + (12 + 1) * 256 + (6 + 1) * 512;
    assertThat(model.parameters()).isEqualTo(model.trainableParameters() + 2 * maps);
    assertThat(model.network().outputShape()).isEqualTo(Shape.of(Shape.OPEN, 10));
  }

  @Test
  void unitHalvesThePictureWithItsStride() {
    var x = input(15, 16, 64);
    assertThat(new ResidualUnit(64, 1).on(x).shape()).hasToString("[N, 15, 16, 64]");
    assertThat(new ResidualUnit(128, 2).on(input(15, 16, 64)).shape())
        .hasToString("[N, 8, 8, 128]");
  }

  @Test
  void oneStepLowersTheLoss() {
    var model = ResNet34ByHand.resNet34(64);
    // small: with two photos, normalization by the batch makes the loss steep
    model.compile(sgd(1e-5), sparseCategoricalCrossentropy());
    var losses = model.fit(Photos.square(64).classes(10), epochs(2)).values("loss");
    // both photos are one batch: the second loss is that after one step
    assertThat(losses.get(1)).isLessThan(losses.get(0));
  }

  @Test
  void runs() throws IOException {
    assertThat(Printed.by(ResNet34ByHand::main, "--smoke"))
        .contains("residual_unit_15 (ResidualUnit)", "Epoch 2/2");
  }
}
