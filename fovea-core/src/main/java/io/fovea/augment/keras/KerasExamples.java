// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import io.fovea.error.Args;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import io.fovea.image.Resize;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/// What a [KerasFlow] delivers, before it is changed; immutable.
sealed interface KerasExamples {
  /// Shape of all pictures, `[H, W, C]`.
  Shape picture();

  /// One label per example, `[N, ...]`; of no numbers where there are none.
  Tensor labels();

  /// Whether an example is held back for validation.
  boolean held(int example);

  /// Writes a picture, levels 0..255 or whatever the tensor holds.
  void read(int example, Pixels target);

  /// Whether the pictures themselves are the labels.
  default boolean labelsArePictures() {
    return false;
  }

  /// Number of examples.
  default int count() {
    return labels().shape().get(0);
  }

  /// Pictures in memory.
  ///
  /// @param images `[N, H, W, C]`
  /// @param heldFirst how many examples at the start are for validation
  record InMemory(Tensor images, Tensor labels, int heldFirst) implements KerasExamples {
    /// Checks the labels.
    public InMemory {
      int count = images.shape().get(0);
      Args.check(
          labels.shape().rank() > 0 && labels.shape().get(0) == count,
          "ImageDataGenerator.flow",
          "a label for each of " + count + " pictures",
          "labels of shape " + labels.shape(),
          "pass as many labels as pictures.");
    }

    @Override
    public Shape picture() {
      return images.shape().slice(1, 4);
    }

    @Override
    public boolean held(int example) {
      return example < heldFirst;
    }

    @Override
    public void read(int example, Pixels target) {
      int from = example * target.elements();
      for (int i = 0; i < target.elements(); i++) {
        target.values()[target.offset() + i] = images.get(from + i);
      }
    }
  }

  /// A file and what is known about it.
  record File(Path path, int label, boolean held) {}

  /// Pictures in files, read each time they are delivered.
  ///
  /// @param channels 1, 3 or 4
  record OnDisk(
      List<File> files,
      int classes,
      Resize resize,
      int channels,
      KerasDirectory.ClassMode classMode)
      implements KerasExamples {
    /// Copies the list.
    public OnDisk {
      files = List.copyOf(files);
    }

    @Override
    public Shape picture() {
      return Shape.of(resize.height(), resize.width(), channels);
    }

    @Override
    public Tensor labels() {
      int count = files.size();
      return switch (classMode) {
        case CATEGORICAL ->
            Tensor.generate(
                Shape.of(count, classes),
                i -> files.get(i / classes).label() == i % classes ? 1 : 0);
        case BINARY, SPARSE -> Tensor.generate(Shape.of(count), i -> files.get(i).label());
        case INPUT, NONE -> Tensor.generate(Shape.of(count, 0), _ -> 0);
      };
    }

    @Override
    public int count() {
      return files.size();
    }

    @Override
    public boolean labelsArePictures() {
      return classMode == KerasDirectory.ClassMode.INPUT;
    }

    @Override
    public boolean held(int example) {
      return files.get(example).held();
    }

    @Override
    public void read(int example, Pixels target) {
      Image image = Images.read(files.get(example).path());
      Image colored = channels == 1 ? image.toGray() : channels == 3 ? image.toRgb() : image;
      // levels are whole numbers, as those of a resized picture of bytes are
      float[] levels = resize.on(colored).toTensor(channels).toArray();
      System.arraycopy(levels, 0, target.values(), target.offset(), levels.length);
    }
  }
}
