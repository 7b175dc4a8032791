// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.Augmentation;
import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One of the inputs of each example, with what is done to it. Immutable, shared by the workers.
///
/// @param inputs where its values come from
/// @param numbering which of them belong to an example
/// @param stages changes of each of them, in order
record InputColumn(Inputs inputs, Numbering numbering, List<Stage> stages) {
  InputColumn {
    stages = List.copyOf(stages);
  }

  static InputColumn of(Inputs inputs) {
    return new InputColumn(inputs, Numbering.SAME, List.of());
  }

  /// Shape of an example after the last stage.
  Shape shape() {
    return stages.isEmpty() ? inputs.exampleShape() : stages.getLast().shape();
  }

  /// How any picture becomes an example like these; empty if nobody knows.
  Optional<InputSpec> inputSpec() {
    return Stage.inputSpec(inputs, stages);
  }

  /// Whether evaluation changes examples as they are read.
  boolean isMapped() {
    return stages.stream().anyMatch(stage -> !stage.trainingOnly());
  }

  boolean isInMemory() {
    return stages.isEmpty() && inputs.isInMemory();
  }

  ExampleReader reader(Rng rng) {
    return new ExampleReader(inputs, stages, rng);
  }

  /// One example, with the random numbers of evaluation.
  Tensor read(int example) {
    Pixels target = Pixels.allocate(shape());
    reader(ExampleReader.key(0, 0)).read(numbering.of(example), target);
    return Tensor.of(target.shape(), target.values());
  }

  InputColumn numbering(Numbering changed) {
    return new InputColumn(inputs, changed, stages);
  }

  private InputColumn stages(List<Stage> changed) {
    return new InputColumn(inputs, numbering, changed);
  }

  private InputColumn then(Stage stage) {
    var longer = new ArrayList<>(stages);
    longer.add(stage);
    return stages(longer);
  }

  InputColumn mapped(Augmentation change) {
    return then(new Stage(change, change.outputShape(shape()), false));
  }

  InputColumn augmented(Augmentation change) {
    Shape changed = change.outputShape(shape());
    if (!changed.equals(shape())) {
      throw new ShapeException(
          "Dataset.augment",
          "a step that keeps the shape " + shape(),
          changed.toString(),
          "use map(...), which evaluation takes too.");
    }
    return then(new Stage(change, changed, true));
  }

  InputColumn forEvaluation() {
    return stages(stages.stream().filter(stage -> !stage.trainingOnly()).toList());
  }

  /// With all stages up to here done once.
  InputColumn cached() {
    checkCache("cache()");
    return isInMemory() ? this : from(new Cached(inputs, stages, shape()));
  }

  /// @param labels what tells these examples from others, with their files
  InputColumn cached(Path file, LabelColumn labels) {
    checkCache("cache(file)");
    return from(new DiskCache(file, inputs, stages, shape(), labels));
  }

  private InputColumn from(Inputs cache) {
    return new InputColumn(cache, numbering, List.of());
  }

  private void checkCache(String call) {
    Args.check(
        stages.stream().noneMatch(Stage::trainingOnly),
        "Dataset.cache",
        "no augment() above it, which would be frozen",
        "augment(...)." + call,
        "call " + call + " before augment(...).");
  }
}
