// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sources whose examples lie in memory.
sealed interface InMemory extends Source {
  @Override
  default boolean isInMemory() {
    return true;
  }

  /// Examples and labels `[N, ...]`.
  static Source of(Tensor images, Tensor labels) {
    Labels.checkCount(Labels.count(images), Labels.count(labels));
    return new Floats(images, labels);
  }

  /// Copies the arrays.
  static Source of(Shape exampleShape, float[] images, float[] labels) {
    int count = Labels.count(exampleShape, images.length);
    Labels.checkCount(count, labels.length);
    return of(Tensor.of(Shape.of(count).then(exampleShape), images), Tensor.vector(labels));
  }

  /// Copies the arrays.
  static Source of(Shape exampleShape, byte[] images, byte[] labels) {
    Labels.checkCount(Labels.count(exampleShape, images.length), labels.length);
    return new Bytes(exampleShape, images.clone(), labels.clone());
  }

  /// Examples of several inputs and labels.
  static Dataset joined(List<Tensor> inputs, List<Tensor> labels) {
    Args.check(
        !inputs.isEmpty() && !labels.isEmpty(),
        "Dataset.of",
        "at least one input and one label",
        inputs.size() + " inputs and " + labels.size() + " labels",
        "pass tensors [N, ...].");
    var data = Dataset.of(inputs.getFirst(), labels.getFirst());
    for (var input : inputs.subList(1, inputs.size())) {
      data = data.plusInputs(Dataset.of(input, labels.getFirst()));
    }
    for (var label : labels.subList(1, labels.size())) {
      data = data.plusLabels(Dataset.of(inputs.getFirst(), label));
    }
    return data;
  }

  /// Float examples of a tensor `[N, ...]` with labels of another.
  record Floats(
      Shape exampleShape,
      Shape labelShape,
      int elements,
      int labelElements,
      Tensor images,
      Tensor labels)
      implements InMemory {
    Floats(Tensor images, Tensor labels) {
      Shape example = images.shape().slice(1, images.shape().rank());
      Shape label = labels.shape().slice(1, labels.shape().rank());
      boolean single = label.elements() == 1;
      this(
          example,
          single ? Shape.scalar() : label,
          Math.toIntExact(example.elements()),
          Math.toIntExact(label.elements()),
          images,
          labels);
    }

    @Override
    public int size() {
      return images.shape().get(0);
    }

    @Override
    public float label(int example) {
      int from = example * labelElements;
      return labelElements == 1
          ? labels.get(example)
          : labels.argMax(from, from + labelElements) - from;
    }

    @Override
    public void readLabel(int example, float[] target, int at) {
      labels.copyTo(example * labelElements, target, at, labelElements);
    }

    @Override
    public String identity() {
      return "values " + images.hashCode();
    }

    @Override
    public void read(int example, float[] target, int at) {
      images.copyTo(example * elements, target, at, elements);
    }
  }

  /// Examples of unsigned bytes, kept as bytes and divided by 255 when read.
  final class Bytes implements InMemory {
    private final Shape exampleShape;
    private final int elements;
    private final byte[] images;
    private final byte[] labels;

    /// Takes the arrays over, without a copy.
    Bytes(Shape exampleShape, byte[] images, byte[] labels) {
      this.exampleShape = exampleShape;
      this.elements = Math.toIntExact(exampleShape.elements());
      this.images = images;
      this.labels = labels;
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public Shape exampleShape() {
      return exampleShape;
    }

    /// Levels of pictures, if they look like pictures.
    @Override
    public Optional<InputSpec> inputSpec() {
      return Optional.of(exampleShape).filter(InputSpec::isPicture).map(InputSpec::of);
    }

    @Override
    public float label(int example) {
      return labels[example] & 0xFF;
    }

    @Override
    public String identity() {
      return "bytes " + Arrays.hashCode(images);
    }

    @Override
    public void read(int example, float[] target, int at) {
      int from = example * elements;
      for (int i = 0; i < elements; i++) {
        target[at + i] = (images[from + i] & 0xFF) / 255f;
      }
    }
  }
}
