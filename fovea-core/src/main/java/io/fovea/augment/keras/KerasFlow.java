// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Pictures as an [ImageDataGenerator] delivers them: the iterators of Keras' `flow` and
/// `flow_from_directory`.
///
/// An immutable description; each [#open] starts anew. 32 pictures per batch, shuffled, unless
/// chosen otherwise.
@CheckReturnValue
public final class KerasFlow {
  private final ImageDataGenerator generator;
  private final KerasExamples examples;

  // assigned while a copy is made, never after
  private Part part = Part.ALL;
  private Optional<Tensor> weights = Optional.empty();
  private int batchSize = 32;
  private boolean shuffle = true;
  private OptionalInt seed = OptionalInt.empty();
  private Optional<KerasSaving> saving = Optional.empty();
  private boolean ignoresClassSplit;

  private enum Part {
    ALL,
    TRAINING,
    VALIDATION
  }

  KerasFlow(ImageDataGenerator generator, KerasExamples examples) {
    this.generator = generator;
    this.examples = examples;
  }

  private KerasFlow with(Consumer<KerasFlow> change) {
    var copy = new KerasFlow(generator, examples);
    copy.part = part;
    copy.weights = weights;
    copy.batchSize = batchSize;
    copy.shuffle = shuffle;
    copy.seed = seed;
    copy.saving = saving;
    copy.ignoresClassSplit = ignoresClassSplit;
    change.accept(copy);
    return copy;
  }

  /// One batch.
  ///
  /// @param images `[N, H, W, C]`
  /// @param labels `[N, ...]`
  /// @param weights `[N]`, 1 unless given
  public record Batch(Tensor images, Tensor labels, Tensor weights) {}

  /// With this many examples per batch.
  public KerasFlow batchSize(int batchSize) {
    Args.positive("KerasFlow.batchSize", batchSize);
    return with(f -> f.batchSize = batchSize);
  }

  /// In the order of the examples.
  public KerasFlow noShuffle() {
    return with(f -> f.shuffle = false);
  }

  /// With the same numbers each time, as for `numpy.random.seed`. Without a seed the numbers start
  /// from 0 and go on from batch to batch.
  public KerasFlow seed(int seed) {
    return with(f -> f.seed = OptionalInt.of(seed));
  }

  /// With weights of the examples, Keras' `sample_weight`.
  ///
  /// @param weights `[N]`, one for each example, those of the other part included
  public KerasFlow sampleWeight(Tensor weights) {
    Args.check(
        weights.shape().equals(Shape.of(examples.count())),
        "KerasFlow.sampleWeight",
        "a weight for each of " + examples.count() + " examples",
        weights.shape(),
        "pass a tensor [N].");
    return with(f -> f.weights = Optional.of(weights));
  }

  /// Writes every delivered picture to a folder, to be looked at; Keras' `save_to_dir`.
  ///
  /// Files are called `prefix_index_pass.png`; values are brought from their smallest..largest to
  /// 0..255, as `array_to_img` does.
  ///
  /// @param folder that exists
  /// @param prefix of the files' names
  public KerasFlow saveTo(Path folder, String prefix) {
    return with(f -> f.saving = Optional.of(new KerasSaving(folder, prefix)));
  }

  /// Lets training and validation part have different labels, which is an error otherwise.
  public KerasFlow ignoreClassSplit() {
    return with(f -> f.ignoresClassSplit = true);
  }

  /// What is not held back; Keras' `subset="training"`.
  ///
  /// @throws IllegalArgumentException if the parts of pictures in memory have different labels
  public KerasFlow training() {
    return part(Part.TRAINING);
  }

  /// What is held back, as much as `validationSplit` says; Keras' `subset="validation"`.
  ///
  /// @throws IllegalArgumentException if nothing is, or if the parts of pictures in memory have
  ///     different labels
  public KerasFlow validation() {
    return part(Part.VALIDATION);
  }

  private KerasFlow part(Part part) {
    var chosen = with(f -> f.part = part);
    Args.check(
        chosen.samples() > 0,
        "KerasFlow." + (part == Part.TRAINING ? "training" : "validation"),
        part == Part.TRAINING ? "a part that is not held back" : "a part that is held back",
        "none",
        "choose validationSplit(0.2) before flow(...).");
    if (examples instanceof KerasExamples.InMemory && !ignoresClassSplit) {
      checkLabels();
    }
    return chosen;
  }

  private void checkLabels() {
    Set<Float> training = new TreeSet<>();
    Set<Float> validation = new TreeSet<>();
    Tensor labels = examples.labels();
    int each = labels.elements() / examples.count();
    for (int i = 0; i < labels.elements(); i++) {
      (examples.held(i / each) ? validation : training).add(labels.get(i));
    }
    Args.check(
        validation.isEmpty() || training.equals(validation),
        "KerasFlow",
        "the same labels in the training and in the validation part",
        training.size() + " different ones and " + validation.size(),
        "shuffle the examples before, or call ignoreClassSplit() if it is meant.");
  }

  /// Number of examples that a pass delivers.
  public int samples() {
    return chosen().length;
  }

  private int[] chosen() {
    return IntStream.range(0, examples.count())
        .filter(i -> part == Part.ALL || examples.held(i) == (part == Part.VALIDATION))
        .toArray();
  }

  /// Batches per pass; the last one may be smaller.
  public int batches() {
    return Math.ceilDiv(samples(), batchSize);
  }

  /// Batches without end, pass after pass; for one thread.
  ///
  /// Its `next` throws a [io.fovea.error.DataException] if a picture cannot be read or saved.
  public Iterator<Batch> open() {
    return new Endless();
  }

  private final class Endless implements Iterator<Batch> {
    private final int[] chosen = chosen();
    private final int batches = batches();
    private final Tensor labels = examples.labels();
    private final Pixels picture = Pixels.allocate(examples.picture());
    private NumPyRandom random = new NumPyRandom(0);
    private int[] order = new int[0];
    private int seen;

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Batch next() {
      if (seed.isPresent()) {
        random = new NumPyRandom(seed.getAsInt() + seen);
      }
      int batch = seen % batches;
      if (batch == 0) {
        order =
            shuffle
                ? random.permutation(chosen.length)
                : IntStream.range(0, chosen.length).toArray();
      }
      int pass = seen / batches;
      seen++;
      int first = batch * batchSize;
      int count = Math.min(batchSize, chosen.length - first);
      float[] changed = new float[count * picture.elements()];
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = chosen[order[first + i]];
        var target = Pixels.of(picture.shape(), changed, i * picture.elements());
        examples.read(numbers[i], picture);
        generator.change(picture, target, random);
        if (saving.isPresent()) {
          saving.get().save(target, numbers[i], pass);
        }
      }
      var images = Tensor.of(Shape.of(count).then(picture.shape()), changed);
      return new Batch(
          images,
          examples.labelsArePictures() ? images : rows(labels, numbers),
          weights
              .map(weights -> rows(weights, numbers))
              .orElseGet(() -> Tensor.generate(Shape.of(count), _ -> 1)));
    }

    private static Tensor rows(Tensor all, int[] numbers) {
      Shape row = all.shape().slice(1, all.shape().rank());
      int size = Math.toIntExact(row.elements());
      float[] values = new float[numbers.length * size];
      for (int i = 0; i < values.length; i++) {
        values[i] = all.get(numbers[i / size] * size + i % size);
      }
      return Tensor.of(Shape.of(numbers.length).then(row), values);
    }
  }
}
