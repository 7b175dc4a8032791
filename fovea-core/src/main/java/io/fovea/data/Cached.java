package io.fovea.data;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A source that keeps each example in memory once it was read and mapped.
///
/// Mutable inside, shared by all data sets derived from it, safe for any number of threads.
final class Cached implements Source {
  private final Source source;
  private final List<Stage> stages;
  private final Shape exampleShape;
  private final AtomicReferenceArray<float[]> examples;

  Cached(Source source, List<Stage> stages, Shape exampleShape) {
    this.source = source;
    this.stages = List.copyOf(stages);
    this.exampleShape = exampleShape;
    this.examples = new AtomicReferenceArray<>(source.size());
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Shape exampleShape() {
    return exampleShape;
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public Shape labelShape() {
    return source.labelShape();
  }

  @Override
  public Optional<InputSpec> inputSpec() {
    return Stage.inputSpec(source, stages);
  }

  @Override
  public float label(int example) {
    return source.label(example);
  }

  @Override
  public void readLabel(int example, float[] target, int at) {
    source.readLabel(example, target, at);
  }

  @Override
  public void read(int example, float[] target, int at) {
    float[] values = examples.get(example);
    if (values == null) {
      values = new float[Math.toIntExact(exampleShape.elements())];
      // one fixed key: what the cache holds must not depend on which epoch or run filled it
      new ExampleReader(source, stages, Rng.of(0).at("cache"))
          .read(example, Pixels.of(exampleShape, values, 0));
      examples.set(example, values);
    }
    System.arraycopy(values, 0, target, at, values.length);
  }
}
