package io.fovea.data;

import io.fovea.augment.Augmentation;
import io.fovea.augment.Compositions.Sequence;
import io.fovea.augment.Crops.RandomResizedCrop;
import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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

  private final Source source;
  private final List<Step> steps;
  private final Rng rng;

  /// What goes into each step.
  private final Pixels[] inputs;

  /// @param rng the key of the epoch; each example and stage has a key below it
  ExampleReader(Source source, List<Stage> stages, Rng rng) {
    this.source = source instanceof OneHot(Source plain, _) ? plain : source;
    this.steps = steps(source.exampleShape(), stages);
    this.rng = rng;
    this.inputs = new Pixels[steps.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Pixels.allocate(i == 0 ? source.exampleShape() : steps.get(i - 1).shape());
    }
  }

  /// A sequence counts as its parts, with the same random numbers, so that each has scratch that is
  /// used again.
  private static List<Step> steps(Shape input, List<Stage> stages) {
    var steps = new ArrayList<Step>();
    Shape shape = input;
    for (int i = 0; i < stages.size(); i++) {
      Augmentation change = stages.get(i).change();
      boolean sequence = change instanceof Sequence(var changes) && !changes.isEmpty();
      List<Augmentation> parts = sequence ? ((Sequence) change).changes() : List.of(change);
      for (int k = 0; k < parts.size(); k++) {
        shape = parts.get(k).outputShape(shape);
        steps.add(new Step(parts.get(k), shape, i, sequence ? k : Step.WHOLE));
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
      for (int i = begin(example, target); i < inputs.length; i++) {
        steps.get(i).change().apply(inputs[i], after(i, target), steps.get(i).rng(rng, example));
      }
    } catch (IOException | RuntimeException e) {
      throw named(example, e);
    }
  }

  private Pixels after(int step, Pixels target) {
    return step + 1 < inputs.length ? inputs[step + 1] : target;
  }

  /// Reads the example itself; a crop that comes first is cut from the picture in the file, before
  /// it is resized.
  ///
  /// @return how many steps were done with it
  private int begin(int example, Pixels target) throws IOException {
    if (inputs.length > 0
        && source instanceof PictureSource files
        && steps.getFirst().change() instanceof RandomResizedCrop crop) {
      files.readPart(example, crop, steps.getFirst().rng(rng, example), after(0, target));
      return 1;
    }
    Pixels first = inputs.length == 0 ? target : inputs[0];
    source.read(example, first.values(), first.offset());
    return 0;
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
