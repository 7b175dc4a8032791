package io.fovea.augment;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.OptionalInt;

/// Pictures in memory as an [ImageDataGenerator] delivers them: Keras' `flow`.
///
/// An immutable description; each [#open] starts anew.
///
/// @param generator changes the pictures
/// @param images `[N, H, W, C]`
/// @param labels `[N, ...]`
/// @param held how many examples at the start are for validation
/// @param from first example to deliver
/// @param to example at which to end
/// @param batchSize examples per batch; 32 unless chosen
/// @param shuffle whether each pass has another order
/// @param seed as for `numpy.random.seed`; without one the numbers start from 0 and go on
@CheckReturnValue
public record KerasFlow(
    ImageDataGenerator generator,
    Tensor images,
    Tensor labels,
    int held,
    int from,
    int to,
    int batchSize,
    boolean shuffle,
    OptionalInt seed) {
  static KerasFlow of(ImageDataGenerator generator, Tensor images, Tensor labels, double split) {
    int count = images.shape().get(0);
    Args.check(
        labels.shape().rank() > 0 && labels.shape().get(0) == count,
        "ImageDataGenerator.flow",
        "a label for each of " + count + " pictures",
        "labels of shape " + labels.shape(),
        "pass as many labels as pictures.");
    int held = (int) (count * split);
    return new KerasFlow(generator, images, labels, held, 0, count, 32, true, OptionalInt.empty());
  }

  /// One batch.
  ///
  /// @param images `[N, H, W, C]`
  /// @param labels `[N, ...]`
  public record Batch(Tensor images, Tensor labels) {}

  /// With this many examples per batch.
  public KerasFlow batchSize(int batchSize) {
    Args.positive("KerasFlow.batchSize", batchSize);
    return new KerasFlow(generator, images, labels, held, from, to, batchSize, shuffle, seed);
  }

  /// In the order of the examples.
  public KerasFlow noShuffle() {
    return new KerasFlow(generator, images, labels, held, from, to, batchSize, false, seed);
  }

  /// With the same numbers each time.
  public KerasFlow seed(int seed) {
    return new KerasFlow(
        generator, images, labels, held, from, to, batchSize, shuffle, OptionalInt.of(seed));
  }

  /// What is not held back.
  public KerasFlow training() {
    return new KerasFlow(
        generator, images, labels, held, held, images.shape().get(0), batchSize, shuffle, seed);
  }

  /// The first part, as long as `validationSplit` says.
  public KerasFlow validation() {
    Args.check(
        held > 0,
        "KerasFlow.validation",
        "a part that is held back",
        "none",
        "choose validationSplit(0.2) before flow(...).");
    return new KerasFlow(generator, images, labels, held, 0, held, batchSize, shuffle, seed);
  }

  /// Batches per pass; the last one may be smaller.
  public int batches() {
    return Math.ceilDiv(to - from, batchSize);
  }

  /// Batches without end, pass after pass; for one thread.
  public Iterator<Batch> open() {
    return new Endless();
  }

  private final class Endless implements Iterator<Batch> {
    private final float[] pictures = images.toArray();
    private final float[] answers = labels.toArray();
    private final int size = pictures.length / images.shape().get(0);
    private final int answer = answers.length / images.shape().get(0);
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
      int batch = seen % batches();
      if (batch == 0) {
        order = shuffle ? random.permutation(to - from) : inOrder();
      }
      seen++;
      int first = batch * batchSize;
      int count = Math.min(batchSize, to - from - first);
      Shape one = images.shape().slice(1, 4);
      float[] changed = new float[count * size];
      float[] chosen = new float[count * answer];
      for (int i = 0; i < count; i++) {
        int example = from + order[first + i];
        generator.change(
            Pixels.of(one, pictures, example * size), Pixels.of(one, changed, i * size), random);
        System.arraycopy(answers, example * answer, chosen, i * answer, answer);
      }
      Shape labelShape = Shape.of(count).then(labels.shape().slice(1, labels.shape().rank()));
      return new Batch(
          Tensor.of(Shape.of(count).then(one), changed), Tensor.of(labelShape, chosen));
    }

    private int[] inOrder() {
      int[] all = new int[to - from];
      Arrays.setAll(all, i -> i);
      return all;
    }
  }
}
