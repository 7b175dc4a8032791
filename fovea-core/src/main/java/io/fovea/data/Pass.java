package io.fovea.data;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.List;

/// What one pass over a data set visits, in order; immutable, shared by the workers.
///
/// @param source where examples come from
/// @param order numbers of the examples in the source, in the order of the epoch
/// @param weights by number in the source; empty if all are 1
/// @param stages changes of each example
/// @param exampleShape shape after the last stage
/// @param rng key of the epoch
record Pass(
    Source source, int[] order, float[] weights, List<Stage> stages, Shape exampleShape, Rng rng) {

  int size() {
    return order.length;
  }

  ExampleReader reader() {
    return new ExampleReader(source, stages, rng);
  }

  float label(int example) {
    return source.label(example);
  }

  float weight(int example) {
    return weights.length == 0 ? 1 : weights[example];
  }
}
