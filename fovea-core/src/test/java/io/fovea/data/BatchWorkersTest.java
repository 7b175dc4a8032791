// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fovea.augment.RandomAffine;
import io.fovea.system.Background;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Threads that fill batches ahead of whoever reads them.
@Timeout(60)
final class BatchWorkersTest {
  private static final Dataset PICTURES =
      Dataset.of(
              Tensor.generate(Shape.of(101, 9, 7, 2), i -> Rng.of(1).uniform(i)),
              Tensor.generate(Shape.of(101), i -> i))
          .shuffle()
          .augment(new RandomAffine(0.2, 20, 0.2, 0.8, 1.2));

  @Test
  void closingEndsTheWorkers() {
    Batches batches = PICTURES.openBatches(8, 1, 0, 0, 3);
    assertThat(batches.next()).isTrue();
    assertThat(workersOf(batches)).hasSize(3).allMatch(Thread::isDaemon);
    batches.close();
    batches.close();
    assertThat(workersOf(batches)).isEmpty();
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Batches.next: expected open batches, got closed ones.\n  Fix: open them again.");
  }

  private static List<Thread> workersOf(Batches batches) {
    return batches.workers().stream().filter(Thread::isAlive).toList();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void workersThatAreAheadGoToTheBackground() throws Exception {
    try (Batches batches = PICTURES.openBatches(8, 1, 0, 0, 2)) {
      awaitInBackground(2);
      assertThat(batches.next()).isTrue();
      assertThat(batches.workers()).hasSize(2);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void othersTakeOverFromABackgroundThatGetsNoProcessor() throws Exception {
    var starved = new Starved(40);
    Dataset data = Dataset.from(starved).classes(40);
    try (Batches batches = data.openBatches(4, 1, 0, 0, 1)) {
      awaitInBackground(1);
      starved.isStarved = true;
      for (int batch = 0; batch < 10; batch++) {
        assertThat(batches.next()).isTrue();
        assertThat(Arrays.copyOf(batches.images(), 4))
            .containsExactly(4 * batch, 4 * batch + 1, 4 * batch + 2, 4 * batch + 3);
      }
      assertThat(batches.next()).isFalse();
      assertThat(batches.workers()).hasSize(2);
    }
  }

  /// Where the system offers no background, workers stay as they are and there is nothing to see.
  private static void awaitInBackground(int workers) throws Exception {
    var offered = new FutureTask<>(Background::enter);
    Thread.ofPlatform().start(offered);
    assumeTrue(offered.get());
    while (inBackground() < workers) {
      Thread.sleep(1);
    }
  }

  /// How many workers of this process have the policy SCHED_IDLE, see proc(5).
  private static int inBackground() throws IOException {
    int count = 0;
    try (var threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        count += stat.contains("(fovea-data-") && fields[38].equals("5") ? 1 : 0;
      }
    } catch (NoSuchFileException e) {
      return 0; // a thread ended meanwhile
    }
    return count;
  }

  /// Numbers that the thread that read the first one reads slowly when it is starved.
  private static final class Starved implements Source {
    private final int size;
    private volatile boolean isStarved;
    private volatile @Nullable Thread first;

    Starved(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Shape exampleShape() {
      return Shape.of(1, 1, 1);
    }

    @Override
    public float label(int example) {
      return example;
    }

    @Override
    public void read(int example, float[] target, int at) throws IOException {
      if (example == 0) {
        first = Thread.currentThread();
      }
      if (isStarved && Thread.currentThread() == first) {
        try {
          Thread.sleep(300);
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
      target[at] = example;
    }
  }

  @Test
  void workersFillAheadNoMoreThanAskedFor() throws InterruptedException {
    var source = new CountingSource(100);
    var reached = new CountDownLatch(30);
    Dataset data =
        Dataset.from(source)
            .prefetch(3)
            .map((from, to, _) -> {
              to.copyFrom(from);
              reached.countDown();
            });
    try (Batches batches = data.openBatches(10, 0, 0, 0, 2)) {
      // before the first next() no batch is held: three wait
      assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
      awaitWaiting(batches);
      assertThat(source.reads()).isEqualTo(30);
    }
  }

  /// Waits until every worker waits for a free buffer; no time limit but the test's own.
  private static void awaitWaiting(Batches batches) {
    while (!batches.workers().stream().allMatch(t -> t.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void anInterruptEndsTheWait() {
    var never = new CountDownLatch(1);
    Dataset data =
        Dataset.from(new CountingSource(4))
            .map((_, _, _) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    Batches batches = data.openBatches(2, 0, 0, 0, 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "Batches.next: expected a thread that may wait for batch 0, got one that was"
                + " interrupted.");
    assertThat(Thread.interrupted()).isTrue();
    never.countDown();
    batches.close();
  }
}
