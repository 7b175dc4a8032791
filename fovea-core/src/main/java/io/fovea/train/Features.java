package io.fovea.train;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

/// What a frozen base makes of data, computed once: a head on top of it then learns in seconds, as
/// no step runs the base again.
///
/// ```java
/// Dataset features = Features.of(base, flowers);
/// head.fit(features, epochs(20));
/// ```
public final class Features {
  private static final int BATCH = 32;

  private Features() {}

  /// Hears how far it is, and may end it by throwing.
  @FunctionalInterface
  public interface Progress {
    /// So many examples are done.
    void done(int examples, int all);
  }

  /// The outputs of a model for all examples, in memory, with the labels of the data; augmentation
  /// does not take part.
  public static Dataset of(Model base, Dataset data) {
    return of(base, data, (_, _) -> {});
  }

  /// As above, with somebody who hears how far it is.
  public static Dataset of(Model base, Dataset data, Progress progress) {
    return passes(base, data.forEvaluation(), 1, 0, progress);
  }

  /// The outputs for several differently augmented copies of all examples.
  ///
  /// @param copies how many, at least 1
  /// @param seed of the augmentation
  public static Dataset augmented(Model base, Dataset data, int copies, long seed) {
    return augmented(base, data, copies, seed, (_, _) -> {});
  }

  /// As above, with somebody who hears how far it is.
  public static Dataset augmented(
      Model base, Dataset data, int copies, long seed, Progress progress) {
    Args.positive("Features.augmented.copies", copies);
    return passes(base, data, copies, seed, progress);
  }

  private static Dataset passes(
      Model base, Dataset data, int copies, long seed, Progress progress) {
    var output = base.network().outputShape();
    var one = output.slice(1, output.rank());
    int size = Math.toIntExact(one.elements());
    int count = Math.multiplyExact(data.size(), copies);
    var features = new float[Math.multiplyExact(count, size)];
    var labels = new float[count];
    int at = 0;
    for (int copy = 0; copy < copies; copy++) {
      try (var batches = data.openBatches(BATCH, seed, copy, 0, 1)) {
        while (batches.next()) {
          predicted(base, batches, data.exampleShape())
              .copyTo(0, features, at * size, batches.count() * size);
          System.arraycopy(batches.labels(), 0, labels, at, batches.count());
          at += batches.count();
          progress.done(at, count);
        }
      }
    }
    var made =
        Dataset.of(
            Tensor.of(Shape.of(count).then(one), features), Tensor.of(Shape.of(count), labels));
    return data.classes() == 0 ? made : made.classNames(data.classNames().toArray(String[]::new));
  }

  private static Tensor predicted(Model base, Batches batches, Shape example) {
    var pictures = new float[Math.toIntExact(batches.count() * example.elements())];
    System.arraycopy(batches.images(), 0, pictures, 0, pictures.length);
    return base.predict(Tensor.of(Shape.of(batches.count()).then(example), pictures), BATCH);
  }
}
