// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import static io.fovea.augment.keras.ImageDataGenerator.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Interpolation;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KerasDirectoryTest {
  @TempDir Path folder;

  /// Pictures of 4 x 2, each of one level, in code-point order of their paths: 10, 20, ...
  @BeforeEach
  void makeFolder() throws IOException {
    int level = 10;
    for (String name :
        new String[] {"Zebra/b.PNG", "ant/1.png", "ant/2.png", "ant/3.png", "ant/x/0.png"}) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      byte[] samples = new byte[8];
      Arrays.fill(samples, (byte) level);
      Images.writePng(Image.of(4, 2, 1, samples), file);
      level += 10;
    }
    Files.writeString(folder.resolve("ant/notes.txt"), "not a picture");
  }

  private KerasDirectory directory() {
    return PLAIN.flowFromDirectory(folder).targetSize(2, 2);
  }

  @Test
  void foldersAreClassesInTheOrderOfTheirNames() {
    assertThat(directory().classNames()).containsExactly("Zebra", "ant");
    assertThat(directory().files().stream().map(file -> folder.relativize(file).toString()))
        .containsExactly("Zebra/b.PNG", "ant/1.png", "ant/2.png", "ant/3.png", "ant/x/0.png");
    var batch = directory().flow().noShuffle().batchSize(5).open().next();
    assertThat(batch.images().shape()).isEqualTo(Shape.of(5, 2, 2, 3));
    for (int i = 0; i < 5; i++) {
      assertThat(batch.images().at(i, 1, 1, 2)).isEqualTo(10 * (i + 1));
    }
    assertThat(batch.labels().shape()).isEqualTo(Shape.of(5, 2));
    assertThat(batch.labels().toArray()).containsExactly(1, 0, 0, 1, 0, 1, 0, 1, 0, 1);
    assertThat(batch.weights().toArray()).containsOnly(1);
  }

  @Test
  void optionsChangePicturesAndLabels() {
    var gray =
        directory()
            .colorMode(KerasDirectory.ColorMode.GRAYSCALE)
            .classes("ant", "Zebra")
            .classMode(KerasDirectory.ClassMode.BINARY)
            .interpolation(Interpolation.BILINEAR)
            .keepAspectRatio()
            .flow()
            .noShuffle()
            .open()
            .next();
    assertThat(gray.images().shape()).isEqualTo(Shape.of(5, 2, 2, 1));
    assertThat(gray.labels().toArray()).containsExactly(0, 0, 0, 0, 1);
    assertThat(gray.images().at(4, 0, 0, 0)).isEqualTo(10);
    var own = directory().classMode(KerasDirectory.ClassMode.INPUT).flow().open().next();
    assertThat(own.labels()).isEqualTo(own.images());
    var none = directory().classMode(KerasDirectory.ClassMode.NONE).flow().open().next();
    assertThat(none.labels().shape()).isEqualTo(Shape.of(5, 0));
    var rgba = directory().colorMode(KerasDirectory.ColorMode.RGBA).flow().open().next();
    assertThat(rgba.images().at(0, 0, 0, 3)).isEqualTo(255);
  }

  @Test
  void validationHoldsBackTheFirstFilesOfEachClass() {
    var split = PLAIN.validationSplit(0.5).flowFromDirectory(folder).targetSize(1, 1);
    // half of 1 is none, half of 4 are two
    var validation = split.flow().validation().noShuffle().open().next();
    assertThat(validation.images().shape().get(0)).isEqualTo(2);
    assertThat(validation.images().at(0, 0, 0, 0)).isEqualTo(20);
    assertThat(split.flow().training().samples()).isEqualTo(3);
  }

  @Test
  void deliveredPicturesCanBeSaved() throws IOException {
    Path seen = Files.createDirectory(folder.resolve("Zebra/seen"));
    var batches = directory().flow().noShuffle().batchSize(5).saveTo(seen, "aug").open();
    batches.next();
    batches.next();
    try (Stream<Path> all = Files.list(seen)) {
      assertThat(all.map(file -> file.getFileName().toString()))
          .hasSize(10)
          .contains("aug_0_0.png", "aug_4_1.png");
    }
    assertThat(Images.read(seen.resolve("aug_1_0.png")).width()).isEqualTo(2);
  }

  @Test
  void rejectsFoldersWithoutPictures() {
    assertThatThrownBy(() -> PLAIN.flowFromDirectory(folder.resolve("none")).flow())
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder.resolve("none")
                + ": expected a folder, got no such folder.\n"
                + "  Fix: check the path.");
    assertThatThrownBy(() -> PLAIN.flowFromDirectory(folder.resolve("ant/x")).flow())
        .hasMessageEndingWith(
            "expected pictures in folders named as their classes, got none (left out: 1 picture"
                + " beside the class folders).\n"
                + "  Fix: put the pictures of each class into a folder of its name.");
    assertThatThrownBy(
            () -> directory().classes("ant").classMode(KerasDirectory.ClassMode.BINARY).flow())
        .hasMessage(
            "KerasDirectory.classMode: expected two classes for BINARY, got 1.\n"
                + "  Fix: choose SPARSE or CATEGORICAL.");
  }
}
