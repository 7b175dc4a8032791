// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static io.fovea.augment.Augmentations.randomResizedCrop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.Augmentation;
import io.fovea.error.DataException;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Inputs and labels are columns of their own: what is done to labels changes nothing of how inputs
/// are read, and the other way round.
final class InputsTest {
  @TempDir Path folder;

  /// Two pictures of 16 x 16 whose pixels are 0 and 255 in turn, so that a resized one is gray.
  @BeforeEach
  void makeFolder() throws IOException {
    byte[] samples = new byte[16 * 16];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((i + i / 16) % 2 == 0 ? 0 : 255);
    }
    for (String name : new String[] {"cat/1.png", "dog/2.png"}) {
      Files.createDirectories(folder.resolve("data").resolve(name).getParent());
      Images.writePng(Image.of(16, 16, 1, samples), folder.resolve("data").resolve(name));
    }
  }

  private PictureFiles files() {
    return Datasets.folder(folder.resolve("data")).gray().size(4, 4);
  }

  /// A crop of the resized pictures would be gray all over: 4 x 4 pixels of 0.5.
  @Test
  void aCropIsCutFromTheFileWhateverIsDoneToLabels() {
    Dataset files = files().dataset();
    float[] cut = read(files.augment(randomResizedCrop(4, 4)));
    assertThat(cut).isNotEqualTo(read(files.cache().augment(randomResizedCrop(4, 4))));
    assertThat(read(files.only("cat", "dog").augment(randomResizedCrop(4, 4)))).isEqualTo(cut);
    assertThat(read(files.oneHot(2).augment(randomResizedCrop(4, 4)))).isEqualTo(cut);
  }

  private static float[] read(Dataset data) {
    try (Batches batches = data.openBatches(2, 1, 0, 0, 0)) {
      assertThat(batches.next()).isTrue();
      return batches.images().clone();
    }
  }

  @Test
  void whatLiesInMemoryStaysThereWhateverIsDoneToLabels() {
    Dataset data = numbers(0).classes(3);
    assertThat(data.only("2", "0").workers()).isEqualTo(1);
    assertThat(data.only("2", "0").oneHot(2).workers()).isEqualTo(1);
  }

  private static Dataset numbers(float first) {
    return Dataset.of(Tensor.generate(Shape.of(3, 1), i -> first + i), Tensor.vector(0, 1, 2));
  }

  @Test
  void classesChosenTwiceKeepTheirExamples() {
    Dataset data =
        numbers(5).classNames("a", "b", "c").only("c", "b", "a").only("a", "c").oneHot(2);
    assertThat(data.classNames()).containsExactly("a", "c");
    assertThat(data.example(0)).isEqualTo(Tensor.vector(5));
    assertThat(data.example(1)).isEqualTo(Tensor.vector(7));
    try (Batches batches = data.openBatches(2, 1, 0, 0, 0)) {
      assertThat(batches.next()).isTrue();
      assertThat(batches.labels()).containsExactly(1, 0, 0, 1);
    }
  }

  private static final Augmentation SAME = (source, target, _) -> target.copyFrom(source);

  @Test
  void aCacheOfOtherPicturesWithTheSameLabelsIsRefused() {
    Path cache = folder.resolve("numbers.cache");
    var _ = numbers(0).map(SAME).cache(cache);
    assertThat(numbers(0).map(SAME).cache(cache).example(2)).isEqualTo(Tensor.vector(2));
    assertThatThrownBy(() -> numbers(1).map(SAME).cache(cache))
        .isInstanceOf(DataException.class)
        .hasMessage(
            cache
                + ": expected a cache of these 3 examples [1], got a cache of others.\n"
                + "  Fix: delete it, or choose another file.");
  }

  @Test
  void aCacheThatCannotBeMadeIsRefusedInWords() {
    assertThatThrownBy(() -> numbers(0).cache(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected a file, got a folder.\n"
                + "  Fix: choose another name for the file.");
    Path nowhere = folder.resolve("nowhere/numbers.cache");
    assertThatThrownBy(() -> numbers(0).cache(nowhere))
        .hasMessage(
            nowhere
                + ": expected a cache file that can be written, got no such file or folder.\n"
                + "  Fix: choose a folder that exists and is writable.");
  }
}
