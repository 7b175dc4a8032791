// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.Augmentation;
import io.fovea.augment.Cut;
import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads examples through their stages; mutable scratch inside, so one per thread.
final class ExampleReader {
  /// One change, and the key of its random numbers below that of the example.
  private record Step(Augmentation change, Shape shape, int stage, int part) {
    static final int WHOLE = -1;

    Rng rng(Rng epoch, int example) {
      Rng key = epoch.at(example).at(stage);
      return part == WHOLE ? key : key.at(part);
    }
  }

  private final Inputs inputs;
  private final List<Step> steps;
  private final Rng rng;

  /// The first step as a cut, if it is one.
  private final Optional<Cut> cut;

  /// What goes into each step.
  private final Pixels[] between;

  /// @param rng the key of the epoch; each example and stage has a key below it
  ExampleReader(Inputs inputs, List<Stage> stages, Rng rng) {
    this.inputs = inputs;
    this.steps = steps(inputs.exampleShape(), stages);
    this.rng = rng;
    this.cut = steps.isEmpty() ? Optional.empty() : steps.getFirst().change().cut();
    this.between = new Pixels[steps.size()];
    for (int i = 0; i < between.length; i++) {
      between[i] = Pixels.allocate(i == 0 ? inputs.exampleShape() : steps.get(i - 1).shape());
    }
  }

  /// With one fixed key: what a cache holds must not depend on which epoch or run filled it.
  static ExampleReader forCache(Inputs inputs, List<Stage> stages) {
    return new ExampleReader(inputs, stages, Rng.of(0).at("cache"));
  }

  /// A change of parts counts as these, with the same random numbers, so that each has scratch that
  /// is used again.
  private static List<Step> steps(Shape input, List<Stage> stages) {
    var steps = new ArrayList<Step>();
    Shape shape = input;
    for (int i = 0; i < stages.size(); i++) {
      Augmentation change = stages.get(i).change();
      List<Augmentation> parts = change.parts();
      if (parts.isEmpty()) {
        shape = change.outputShape(shape);
        steps.add(new Step(change, shape, i, Step.WHOLE));
      }
      for (int k = 0; k < parts.size(); k++) {
        shape = parts.get(k).outputShape(shape);
        steps.add(new Step(parts.get(k), shape, i, k));
      }
    }
    return List.copyOf(steps);
  }

  /// The key of what is random in an epoch.
  static Rng key(long seed, int epoch) {
    return Rng.of(seed).at("augment").at(epoch);
  }

  /// Reads an example into `target`.
  ///
  /// @throws FoveaException that names the example, whatever went wrong
  void read(int example, Pixels target) {
    try {
      for (int i = begin(example, target); i < between.length; i++) {
        steps.get(i).change().apply(between[i], after(i, target), steps.get(i).rng(rng, example));
      }
    } catch (IOException | RuntimeException e) {
      throw named(example, e);
    }
  }

  private Pixels after(int step, Pixels target) {
    return step + 1 < between.length ? between[step + 1] : target;
  }

  /// Reads the example itself; a cut that comes first is made in the picture of the file, before it
  /// is resized.
  ///
  /// @return how many steps were done with it
  private int begin(int example, Pixels target) throws IOException {
    if (cut.isPresent()
        && inputs.readCut(
            example, cut.get(), steps.getFirst().rng(rng, example), after(0, target))) {
      return 1;
    }
    Pixels first = between.length == 0 ? target : between[0];
    inputs.read(example, first.values(), first.offset());
    return 0;
  }

  /// The problem as an error that names the example.
  static DataException named(int example, Exception problem) {
    String where = "Dataset example " + example;
    if (problem instanceof DataException known && known.where().startsWith(where)) {
      return known;
    }
    return problem instanceof FoveaException known
        ? new DataException(
            where + ", " + known.where(), known.expected(), known.got(), known.fix(), known)
        : new DataException(
            where,
            "its source and its map() steps to give a picture",
            problem.toString(),
            "repair the example or the step, or leave the example out.",
            problem);
  }
}
