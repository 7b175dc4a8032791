package io.fovea.data;

import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where examples come from: a numbered row of labelled examples of one shape.
///
/// Worker threads read different examples at the same time. Reading the same example twice must
/// give the same values.
public interface Source {
  /// Number of examples, at least 1.
  int size();

  /// Shape of one example, without the batch axis: `[H, W, C]` for pictures.
  Shape exampleShape();

  /// Name of each class, in the order of their numbers; empty if the labels are not class numbers.
  default List<String> classNames() {
    return List.of();
  }

  /// How pictures become these examples; empty if they are none, or if nobody knows what was done to
  /// them.
  default Optional<InputSpec> inputSpec() {
    return Optional.empty();
  }

  /// Shape of one label; a single number unless said otherwise.
  default Shape labelShape() {
    return Shape.scalar();
  }

  /// The label of an example, known without reading the example. Of a label of several numbers, the
  /// position of the largest: the class, if labels are rows of zeros and a one.
  float label(int example);

  /// Writes all numbers of a label into `target`, row-major from position `at` on, without
  /// allocating. To be defined by sources whose labels have a shape.
  default void readLabel(int example, float[] target, int at) {
    target[at] = label(example);
  }

  /// Reads an example into `target`, row-major from position `at` on, without allocating if
  /// possible.
  ///
  /// @throws IOException if a file cannot be read; whoever reads the batches gets a
  ///     [io.fovea.error.DataException] that names the example
  void read(int example, float[] target, int at) throws IOException;
}
