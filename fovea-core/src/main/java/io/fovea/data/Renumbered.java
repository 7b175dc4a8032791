package io.fovea.data;

import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A source some of whose classes have other numbers.
///
/// @param classNames in the order of the new numbers
/// @param numbers the new number of each class of the source; -1 for classes that are left out,
///     whose examples nobody reads
record Renumbered(Source source, List<String> classNames, List<Integer> numbers) implements Source {
  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Shape exampleShape() {
    return source.exampleShape();
  }

  @Override
  public Optional<InputSpec> inputSpec() {
    return source.inputSpec();
  }

  @Override
  public float label(int example) {
    return numbers.get((int) source.label(example));
  }

  @Override
  public void read(int example, float[] target, int at) throws IOException {
    source.read(example, target, at);
  }
}
