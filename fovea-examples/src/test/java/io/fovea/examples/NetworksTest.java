// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.image.Images;
import io.fovea.nn.Network;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Section 4.
class NetworksTest {
  @TempDir Path folder;

  @Test
  void basicNetworkTrainsAndLoads() throws IOException {
    assertThat(Printed.by(BasicNetwork::main, folder.toString(), "--smoke"))
        .containsPattern("test accuracy: \\d+\\.\\d\\d %");
    // kernels and biases: 7 7 64 + 64, 3 3 64 128 + 128, 3 3 128 128 + 128, 3 3 128 256 + 256,
    // 3 3 256 256 + 256, 3 3 256 128 + 128, 128 64 + 64, 64 10 + 10
    assertThat(Model.load(folder.resolve("basic-network.keras")).parameters())
        .isEqualTo(3_200 + 73_856 + 147_584 + 295_168 + 590_080 + 295_040 + 8_256 + 650);
  }

  @Test
  void oneDetectorFindsEdgesAnywhere() throws IOException {
    Tensor edges = ParameterSharing.edges(ParameterSharing.squares());
    // around the squares at (6, 8), (20, 40) and (44, 17): the same numbers
    for (int y = -3; y < 16; y++) {
      for (int x = -4; x < 17; x++) {
        float first = edges.at(0, 6 + y, 8 + x, 0);
        assertThat(edges.at(0, 20 + y, 40 + x, 0)).isEqualTo(first);
        assertThat(edges.at(0, 44 + y, 17 + x, 0)).isEqualTo(first);
      }
    }
    // cell (y, x) of the map sees rows y to y + 2 and columns x to x + 2 of the picture
    assertThat(edges.at(0, 10, 6, 0)).isEqualTo(3);
    assertThat(edges.at(0, 10, 12, 0)).isZero();
    assertThat(edges.at(0, 10, 20, 0)).isEqualTo(-3);
    assertThat(Printed.by(ParameterSharing::main, folder.toString()))
        .contains("layer: 9\n", "neurons: 16,777,216\n");
    assertThat(Images.read(folder.resolve("squares-edges.png")).width()).isEqualTo(62);
  }

  @Test
  void bothLeNetsTrainAndLoad() throws IOException {
    Path file = folder.resolve("lenet5.fovea");
    assertThat(Printed.by(LeNet5Training::main, folder.toString(), "--smoke"))
        .contains("test accuracy: ");
    // LeCun et al. 1998: 60,000 trainable parameters
    assertThat(Model.load(file).trainableParameters()).isEqualTo(60_000);
    assertThat(Printed.by(LeNet5Training::main, folder.toString(), "--smoke", "--modern"))
        .contains("test accuracy: ");
    assertThat(Model.load(file).parameters()).isEqualTo(61_706);
  }

  @Test
  void alexNetTrainsOnChangedPhotos() throws IOException {
    assertThat(Printed.by(AlexNetTraining::main, folder.toString(), "--smoke"))
        .contains("Epoch 2/2");
    var sheet = Images.read(folder.resolve("alexnet-augmentation.png"));
    assertThat(sheet).hasToString("Image[" + 4 * 67 + " x " + 3 * 67 + " x 3]");
  }

  /// Lighting adds one color to all pixels alike; without it, a change is a part of the photo.
  @Test
  void alexNetsAugmentationShiftsFlipsAndLights() {
    var photo = Tensor.generate(io.fovea.tensor.Shape.of(8, 8, 3), i -> 0.5);
    var change = AlexNetTraining.augmentation(4);
    var first = change.apply(photo, Rng.of(1).at(0));
    var second = change.apply(photo, Rng.of(1).at(1));
    assertThat(first.shape()).isEqualTo(io.fovea.tensor.Shape.of(4, 4, 3));
    for (int i = 3; i < first.elements(); i++) {
      assertThat(first.get(i)).isEqualTo(first.get(i % 3));
    }
    assertThat(first).isNotEqualTo(second).isEqualTo(change.apply(photo, Rng.of(1).at(0)));
  }

  @Test
  void generatorChangesEachPictureAnew() throws IOException {
    assertThat(Printed.by(DataGenerator::main, folder.toString())).contains("generated.png");
    assertThat(Images.read(folder.resolve("generated.png"))).hasToString("Image[768 x 384 x 3]");
    var photo = Tensor.generate(io.fovea.tensor.Shape.of(1, 8, 8, 3), i -> i);
    var batches = DataGenerator.GENERATOR.flow(photo, Tensor.vector(0)).seed(3).open();
    var once = batches.next().images();
    assertThat(once).isNotEqualTo(batches.next().images());
    for (float value : once.toArray()) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void auxiliaryHeadsCountInTrainingOnly() {
    var losses = GoogLeNetHeads.losses(GoogLeNetHeads.network(80));
    // all three heads of an untrained network give about the logarithm of 2 for two classes, so
    // that the sum 1 + 0.3 + 0.3 shows; without heads it would be 1
    assertThat(losses.evaluated()).isBetween(0.55, 0.85);
    assertThat(losses.trained() / losses.evaluated()).isBetween(1.4, 1.8);
  }

  @Test
  void everyArchitectureTakesItsSmallestPicture() throws IOException {
    Architectures.NETWORKS.forEach((name, side) -> {
      var network = Network.to(Zoo.entry(name).network().on(input(side, side, 3)));
      assertThat(network.outputShape().channels()).as(name).isEqualTo(1000);
    });
    assertThat(Printed.by(Architectures::main, "--smoke").lines().skip(1))
        .hasSize(2)
        .allMatch(line -> line.contains("[1, 1000], most: class"));
  }

  @Test
  void scalingDoublesTheCost() {
    var rows = Scaling.rows(2);
    // Keras' B0, and the 390 million multiply-adds of the paper
    assertThat(rows.getFirst().parameters()).isEqualTo(5_330_571);
    assertThat(rows.getFirst().macs() / 1e9).isBetween(0.385, 0.405);
    for (int phi = 1; phi <= 2; phi++) {
      // 1.2 1.1^2 1.15^2 = 1.92, and rounding of layers, channels and pixels
      double growth = (double) rows.get(phi).macs() / rows.get(phi - 1).macs();
      assertThat(growth).isBetween(1.5, 2.4);
    }
  }
}
