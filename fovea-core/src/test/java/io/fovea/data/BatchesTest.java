// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.fovea.augment.RandomAffine;
import io.fovea.error.DataException;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class BatchesTest {
  private static final Dataset PICTURES =
      Dataset.of(
              Tensor.generate(Shape.of(101, 9, 7, 2), i -> Rng.of(1).uniform(i)),
              Tensor.generate(Shape.of(101), i -> i))
          .shuffle()
          .augment(new RandomAffine(0.2, 20, 0.2, 0.8, 1.2));

  /// What one batch held.
  private record Copy(int number, List<Float> labels, int imageHash) {}

  private static List<Copy> read(Dataset data, int batchSize, int firstBatch, int workers) {
    var copies = new ArrayList<Copy>();
    int elements = (int) data.exampleShape().elements();
    try (Batches batches = data.openBatches(batchSize, 42, 3, firstBatch, workers)) {
      while (batches.next()) {
        var labels = new ArrayList<Float>();
        for (int i = 0; i < batches.count(); i++) {
          labels.add(batches.labels()[i]);
        }
        int used = batches.count() * elements;
        int hash = Arrays.hashCode(Arrays.copyOf(batches.images(), used));
        copies.add(new Copy(batches.number(), labels, hash));
      }
    }
    return copies;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void anyNumberOfWorkersGivesTheSameBatches(int workers) {
    for (int batchSize : new int[] {1, 7, 32, 101, 200}) {
      List<Copy> expected = read(PICTURES, batchSize, 0, 0);
      assertThat(expected).hasSize(Math.ceilDiv(101, batchSize));
      assertThat(read(PICTURES, batchSize, 0, workers)).isEqualTo(expected);
      assertThat(read(PICTURES.prefetch(1), batchSize, 0, workers)).isEqualTo(expected);
      assertThat(read(PICTURES.prefetch(9), batchSize, 0, workers)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void readingGoesOnInTheMiddleOfAnEpoch(int workers) {
    List<Copy> all = read(PICTURES, 10, 0, 0);
    assertThat(read(PICTURES, 10, 4, workers)).isEqualTo(all.subList(4, 11));
    assertThat(read(PICTURES, 10, 11, workers)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void theLastBatchMayBeSmaller(int workers) {
    try (Batches batches = PICTURES.openBatches(50, 1, 0, 2, workers)) {
      assertThat(batches.next()).isTrue();
      assertThat(batches.number()).isEqualTo(2);
      assertThat(batches.count()).isEqualTo(1);
      assertThat(batches.weights()[0]).isEqualTo(1);
      assertThat(batches.next()).isFalse();
      assertThat(batches.next()).isFalse();
    }
  }

  @Test
  void aBatchIsAskedForOnlyWhenThereIsOne() {
    for (int workers : new int[] {0, 2}) {
      try (Batches batches = PICTURES.openBatches(50, 1, 0, 2, workers)) {
        assertThatThrownBy(batches::images).isInstanceOf(IllegalStateException.class);
        while (batches.next()) {
          assertThat(batches.images()).isNotEmpty();
        }
        assertThatThrownBy(batches::count)
            .hasMessage(
                "Batches: expected a batch, got none.\n"
                    + "  Fix: read a batch only after next() returned true.");
      }
    }
  }

  /// Fails on example 5 with a disk error and on example 6 with a bug.
  private record Broken(int size) implements Source {
    @Override
    public Shape exampleShape() {
      return Shape.of(1);
    }

    @Override
    public float label(int example) {
      return example;
    }

    @Override
    public void read(int example, float[] target, int at) throws IOException {
      if (example == 5) {
        throw new IOException("disk on fire");
      }
      if (example == 6) {
        throw new DataException("6.png", "a readable picture", "rubbish", "replace it.");
      }
      target[at] = example;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8})
  void theFirstBadExampleIsNamedAfterAllGoodBatches(int workers) {
    var delivered = new ArrayList<Integer>();
    assertThatThrownBy(
            () -> {
              try (Batches batches =
                  Dataset.from(new Broken(12)).openBatches(4, 0, 0, 0, workers)) {
                while (batches.next()) {
                  delivered.add(batches.number());
                }
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset example 5: expected its source and its map() steps to give a picture, "
                + "got java.io.IOException: disk on fire.\n"
                + "  Fix: repair the example or the step, or leave the example out.")
        .hasCauseInstanceOf(IOException.class);
    assertThat(delivered).containsExactly(0);
  }

  @Test
  void anErrorOfTheSourceKeepsItsSentence() {
    assertThatThrownBy(() -> read(Dataset.from(new Broken(12)).skip(6), 4, 0, 2))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset example 6, 6.png: expected a readable picture, got rubbish.\n"
                + "  Fix: replace it.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anExceptionOfAStepNamesTheExample(int workers) {
    Dataset data =
        Dataset.from(new CountingSource(9))
            .map((source, target, _) -> {
              if (source.values()[source.offset()] == 7) {
                throw new ArithmeticException("seven");
              }
              target.copyFrom(source);
            });
    assertThatThrownBy(() -> read(data, 2, 0, workers))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Dataset example 7: ")
        .hasMessageContaining("java.lang.ArithmeticException: seven");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anErrorReachesTheConsumer(int workers) {
    Dataset data =
        Dataset.from(new CountingSource(9))
            .map((_, _, _) -> {
              throw new StackOverflowError("deep");
            });
    assertThatThrownBy(() -> read(data, 2, 0, workers))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("deep");
  }

  @Test
  void rejectsBatchesOutsideOfTheEpoch() {
    assertThatThrownBy(() -> PICTURES.openBatches(10, 0, 0, 12, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Dataset.openBatches firstBatch: expected a batch number from 0 to 11, got 12.\n"
                + "  Fix: start within the epoch.");
  }

  private static Dataset digits() {
    byte[] images = new byte[8000 * 784];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) (i * 31);
    }
    return Dataset.of(Shape.of(28, 28, 1), images, new byte[8000]).classes(10).shuffle();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void batchesAllocateNothing(int workers) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Batches batches = digits().openBatches(32, 1, 0, 0, workers)) {
      for (int i = 0; i < 50; i++) {
        assertThat(batches.next()).isTrue();
      }
      long[] ids = batches.workers().stream().mapToLong(Thread::threadId).toArray();
      long[] before = threads.getThreadAllocatedBytes(ids);
      long consumer = threads.getCurrentThreadAllocatedBytes();
      int count = 0;
      for (int i = 0; i < 150 && batches.next(); i++) {
        count++;
      }
      long perBatch = (threads.getCurrentThreadAllocatedBytes() - consumer) / count;
      long[] after = threads.getThreadAllocatedBytes(ids);
      // 64 bytes: less than any array or wait node; what remains comes from the measurement itself
      assertThat(perBatch).isLessThan(64);
      for (int i = 0; i < ids.length; i++) {
        assertThat((after[i] - before[i]) / count).isLessThan(64);
      }
    }
  }

  /// The aim is 300,000 pictures of 28 x 28 per second on one core, without augmentation.
  @Test
  @Tag("bench")
  void streamsDigitsFasterThanAnyNetworkReadsThem() {
    Dataset plain = digits();
    Dataset augmented = plain.augment(new RandomAffine(0.1, 10, 0.1, 0.9, 1.1));
    for (Dataset data : List.of(plain, augmented)) {
      for (int workers = 0; workers <= 1; workers++) {
        double best = 0;
        for (int epoch = 0; epoch < 10; epoch++) {
          best = Math.max(best, perSecond(data, epoch, workers));
        }
        System.out.printf(
            "%s, %d workers: %,.0f pictures/s%n",
            data == plain ? "plain" : "augmented", workers, best);
        assertThat(best).isGreaterThan(data == plain ? 300_000 : 100_000);
      }
    }
  }

  private static double perSecond(Dataset data, int epoch, int workers) {
    long start = System.nanoTime();
    int count = 0;
    try (Batches batches = data.openBatches(32, 1, epoch, 0, workers)) {
      while (batches.next()) {
        count += batches.count();
      }
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }
}
