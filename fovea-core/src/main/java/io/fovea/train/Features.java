// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Arrays;

/// What a frozen base makes of data, computed once: a head on top of it then learns in seconds, as
/// no step runs the base again.
///
/// ```java
/// Dataset features = Features.of(base, flowers);
/// head.fit(features, epochs(20));
/// ```
///
/// `features.cache(file)` keeps them for another day.
public final class Features {
  private static final int BATCH = 32;

  private Features() {}

  /// Hears how far it is, and may end it by throwing.
  @FunctionalInterface
  public interface Progress {
    /// So many examples are done.
    void done(int examples, int all);
  }

  /// The outputs of a model for all examples, in memory, with the labels and weights of the data;
  /// augmentation does not take part.
  ///
  /// @param base a network of one input and one output
  /// @throws IllegalArgumentException if the outputs are too many for one array
  public static Dataset of(Model base, Dataset data) {
    return of(base, data, (_, _) -> {});
  }

  /// As above, with somebody who hears how far it is.
  public static Dataset of(Model base, Dataset data, Progress progress) {
    return passes(base, data.forEvaluation(), 1, 0, progress);
  }

  /// The outputs for several differently augmented copies of all examples, one copy after the other.
  ///
  /// Whoever keeps a part for validation has to take it away before, as copies of an example are
  /// alike.
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
    long count = (long) data.size() * copies;
    Args.check(
        count * one.elements() <= Integer.MAX_VALUE - 8,
        "Features.of",
        "outputs that fit into one array of 2^31 numbers",
        count + " times " + one,
        "end the base in globalAvgPool2d(), or take less data.");
    var made = new Made(one, data.labelShape(), (int) count);
    for (int copy = 0; copy < copies; copy++) {
      try (var batches = data.openBatches(BATCH, seed, copy, 0, 1)) {
        while (batches.next()) {
          made.add(predicted(base, batches, data.exampleShape()), batches);
          progress.done(made.count, (int) count);
        }
      }
    }
    var plain = made.dataset();
    var features = data.batch().isPresent() ? plain.batch(data.batchSize()) : plain;
    return data.classes() == 0
        ? features
        : features.classNames(data.classNames().toArray(String[]::new));
  }

  private static Tensor predicted(Model base, Batches batches, Shape example) {
    var pictures = new float[Math.toIntExact(batches.count() * example.elements())];
    System.arraycopy(batches.images(), 0, pictures, 0, pictures.length);
    return base.predict(Tensor.of(Shape.of(batches.count()).then(example), pictures), BATCH);
  }

  /// The growing data set; mutable.
  private static final class Made {
    private final Shape shape;
    private final Shape labelShape;
    private final float[] features;
    private final float[] labels;
    private final float[] weights;
    private int count;

    Made(Shape shape, Shape labelShape, int examples) {
      this.shape = shape;
      this.labelShape = labelShape;
      features = new float[Math.toIntExact(examples * shape.elements())];
      labels = new float[Math.toIntExact(examples * labelShape.elements())];
      weights = new float[examples];
    }

    void add(Tensor outputs, Batches batches) {
      int size = (int) shape.elements();
      int labelSize = (int) labelShape.elements();
      for (int i = 0; i < batches.count(); i++) {
        if (!batches.isReplaced(i)) {
          outputs.copyTo(i * size, features, count * size, size);
          System.arraycopy(batches.labels(), i * labelSize, labels, count * labelSize, labelSize);
          weights[count++] = batches.weights()[i];
        }
      }
    }

    /// Examples that could not be read and were skipped are missing here too.
    Dataset dataset() {
      var all = Shape.of(count);
      var x = Arrays.copyOf(features, Math.toIntExact(count * shape.elements()));
      var y = Arrays.copyOf(labels, Math.toIntExact(count * labelShape.elements()));
      return Dataset.of(Tensor.of(all.then(shape), x), Tensor.of(all.then(labelShape), y))
          .weights(Arrays.copyOf(weights, count));
    }
  }
}
