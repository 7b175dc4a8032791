package io.fovea.data;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

/// Sources whose examples lie in memory.
sealed interface InMemory extends Source {

  /// Float examples of a tensor `[N, ...]`.
  record Floats(Shape exampleShape, int elements, Tensor images, Tensor labels)
      implements InMemory {
    Floats(Tensor images, Tensor labels) {
      Shape shape = images.shape().slice(1, images.shape().rank());
      this(shape, Math.toIntExact(shape.elements()), images, labels);
    }

    @Override
    public int size() {
      return labels.elements();
    }

    @Override
    public float label(int example) {
      return labels.get(example);
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

    @Override
    public float label(int example) {
      return labels[example] & 0xFF;
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
