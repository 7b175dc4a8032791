package io.fovea.data;

import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A source whose class numbers are given as rows of zeros and a one.
record OneHot(Source source, int classes) implements Source {
  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Shape exampleShape() {
    return source.exampleShape();
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public Shape labelShape() {
    return Shape.of(classes);
  }

  @Override
  public Optional<InputSpec> inputSpec() {
    return source.inputSpec();
  }

  @Override
  public float label(int example) {
    return source.label(example);
  }

  @Override
  public void readLabel(int example, float[] target, int at) {
    Arrays.fill(target, at, at + classes, 0);
    target[at + (int) source.label(example)] = 1;
  }

  @Override
  public void read(int example, float[] target, int at) throws IOException {
    source.read(example, target, at);
  }
}
