// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Inputs that are kept in memory once they were read and mapped.
///
/// Mutable inside, shared by all data sets derived from it, safe for any number of threads.
final class Cached implements Inputs {
  private final Inputs inputs;
  private final List<Stage> stages;
  private final Shape exampleShape;
  private final AtomicReferenceArray<float[]> examples;

  Cached(Inputs inputs, List<Stage> stages, Shape exampleShape) {
    this.inputs = inputs;
    this.stages = stages;
    this.exampleShape = exampleShape;
    this.examples = new AtomicReferenceArray<>(inputs.size());
  }

  @Override
  public int size() {
    return examples.length();
  }

  @Override
  public Shape exampleShape() {
    return exampleShape;
  }

  @Override
  public Optional<InputSpec> inputSpec() {
    return Stage.inputSpec(inputs, stages);
  }

  @Override
  public String identity() throws IOException {
    return inputs.identity() + stages;
  }

  @Override
  public void read(int example, float[] target, int at) {
    float[] values = examples.get(example);
    if (values == null) {
      values = new float[Math.toIntExact(exampleShape.elements())];
      ExampleReader.forCache(inputs, stages).read(example, Pixels.of(exampleShape, values, 0));
      examples.set(example, values);
    }
    System.arraycopy(values, 0, target, at, values.length);
  }
}
