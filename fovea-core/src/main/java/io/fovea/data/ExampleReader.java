package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import java.io.IOException;
import java.util.List;

/// Reads examples through their stages; mutable scratch inside, so one per thread.
final class ExampleReader {
  private final Source source;
  private final List<Stage> stages;
  private final Rng rng;

  /// What goes into each stage.
  private final Pixels[] inputs;

  /// @param rng the key of the epoch; each example and stage has a key below it
  ExampleReader(Source source, List<Stage> stages, Rng rng) {
    this.source = source;
    this.stages = stages;
    this.rng = rng;
    this.inputs = new Pixels[stages.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Pixels.allocate(i == 0 ? source.exampleShape() : stages.get(i - 1).shape());
    }
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
      Pixels first = inputs.length == 0 ? target : inputs[0];
      source.read(example, first.values(), first.offset());
      for (int i = 0; i < inputs.length; i++) {
        Pixels next = i + 1 < inputs.length ? inputs[i + 1] : target;
        stages.get(i).change().apply(inputs[i], next, rng.at(example).at(i));
      }
    } catch (IOException | RuntimeException e) {
      throw named(example, e);
    }
  }

  /// The problem as an error that names the example.
  static DataException named(int example, Exception problem) {
    String where = "Dataset example " + example;
    var error =
        problem instanceof FoveaException known
            ? new DataException(
                where + ", " + known.where(), known.expected(), known.got(), known.fix())
            : new DataException(
                where,
                "its source and its map() steps to give a picture",
                problem.toString(),
                "repair the example or the step, or leave the example out.");
    error.initCause(problem);
    return error;
  }
}
