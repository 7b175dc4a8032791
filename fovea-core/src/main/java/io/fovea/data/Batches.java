// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.system.Background;
import io.fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One pass over a data set, batch by batch; mutable, for one consuming thread.
///
/// Worker threads fill a ring of buffers, allocated once, ahead of the consumer. Batches come in
/// order and hold the same values whatever the number of workers.
///
/// Workers that have filled the ring go on in the [Background], where they take no time from the
/// consumer. If it has to wait for a batch all the same, something else keeps the processors busy:
/// others, who share the processors with whoever there is, take over for the rest of the pass.
///
/// ```java
/// try (Batches batches = train.openBatches(32, 42, 0, 0, 1)) {
///   while (batches.next()) {
///     step(batches.images(), batches.labels(), batches.weights(), batches.count());
///   }
/// }
/// ```
///
/// The arrays of a batch are used again after the following [#next]. Whoever opens it closes it;
/// that ends the workers.
public final class Batches implements AutoCloseable {
  /// Nanoseconds for which the consumer waits for workers in the background, all in all.
  private static final long PATIENCE = 100_000_000;

  private final Pass pass;
  private final int batchSize;
  private final int end;
  private final BatchBuffer[] ring;

  /// How many examples a worker takes at a time: few, so that all end a batch at about one time.
  private final int portion;

  /// Read for the caller's thread, one for each input; null if there are workers.
  private final ExampleReader @Nullable [] callersReaders;

  private final List<Thread> workers = new ArrayList<>();

  // all below guarded by this object's monitor, whose wait() and notifyAll() allocate nothing

  /// Number of the batch the consumer holds, or of the one before the first.
  private int current;

  /// The next portion to hand to a worker: batch, and first position within it.
  private int claimedBatch;

  private int claimedFrom;
  private @Nullable Error error;

  /// How many workers are in the background, and for how many nanoseconds they were waited for.
  private int inBackground;

  private long waited;

  /// Whether workers that are in the background are to end.
  private boolean hurried;

  /// Volatile as workers look at it between examples.
  private volatile boolean closed;

  Batches(Pass pass, int batchSize, int firstBatch, int workers, int prefetch) {
    this.pass = pass;
    Args.positive("Dataset.openBatches batchSize", batchSize);
    this.batchSize = Math.min(batchSize, pass.size());
    this.end = Math.ceilDiv(pass.size(), this.batchSize);
    Args.within("Dataset.openBatches workers", workers, 0, Dataset.MOST_THREADS);
    Args.check(
        firstBatch >= 0 && firstBatch <= end,
        "Dataset.openBatches firstBatch",
        "a batch number from 0 to " + end,
        firstBatch,
        "start within the epoch.");
    this.current = firstBatch - 1;
    this.claimedBatch = firstBatch;
    this.portion = workers == 0 ? this.batchSize : Math.ceilDiv(this.batchSize, 8 * workers);
    // one more than is filled ahead: the one that the consumer holds
    this.ring =
        new BatchBuffer[workers == 0 ? 1 : Math.min(prefetch, Math.max(1, end - firstBatch)) + 1];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new BatchBuffer(pass, this.batchSize);
    }
    this.callersReaders = workers == 0 ? pass.readers() : null;
    start(workers);
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      var name = "fovea-data-" + (workers.size() + 1);
      workers.add(Thread.ofPlatform().daemon().name(name).start(this::work));
    }
  }

  /// Goes on to the next batch, waiting for it if need be.
  ///
  /// @return whether there is one
  /// @throws FoveaException if an example of it cannot be read, naming the first such example; all
  ///     batches before it were delivered
  /// @throws IllegalStateException after [#close], or if the thread is interrupted
  public boolean next() {
    try {
      return advance();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean advance() {
    BatchBuffer buffer;
    synchronized (this) {
      checkOpen();
      if (current + 1 >= end) {
        current = end;
        return false;
      }
      current++;
      buffer = ring[current % ring.length];
      if (callersReaders == null) {
        // the buffer of the batch before is free again
        notifyAll();
        await(buffer);
      }
    }
    if (callersReaders != null) {
      buffer.begin(current, countOf(current));
      fill(buffer, callersReaders, 0, buffer.count);
      mix(buffer);
      checkOpen();
    }
    if (buffer.failure != null) {
      throw buffer.failure;
    }
    return true;
  }

  private void await(BatchBuffer buffer) {
    while (!(buffer.batch == current && buffer.ready)) {
      if (error != null) {
        throw error;
      }
      long start = System.nanoTime();
      try {
        wait(PATIENCE / 1_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(
            FoveaException.format(
                "Batches.next",
                "a thread that may wait for batch " + current,
                "one that was interrupted",
                "to end training early, call stop() of the Run in a callback; fit with resuming()"
                    + " goes on."),
            e);
      }
      checkOpen();
      if (inBackground > 0 && !hurried) {
        waited += System.nanoTime() - start;
        hurry();
      }
    }
  }

  /// Lets others take over from workers in the background, if these were waited for too long.
  private void hurry() {
    if (waited >= PATIENCE) {
      hurried = true;
      start(inBackground);
      notifyAll();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          FoveaException.format("Batches.next", "open batches", "closed ones", "open them again."));
    }
  }

  /// Number of this batch within the epoch, counted from 0.
  public int number() {
    return held().batch;
  }

  /// Number of examples in this batch; the last batch of an epoch may be smaller.
  public int count() {
    return held().count;
  }

  /// The examples, row-major one after the other; [#count] of them are of this batch.
  public float[] images() {
    return images(0);
  }

  /// One of the inputs that each example consists of, see [Dataset#plusInputs].
  public float[] images(int input) {
    return held().images[input];
  }

  /// The labels, row-major one after the other; [#count] of them are of this batch.
  public float[] labels() {
    return labels(0);
  }

  /// One of the labels that each example has, see [Dataset#plusLabels].
  public float[] labels(int label) {
    return held().labels[label];
  }

  /// The weights, 1 unless given; [#count] of them are of this batch.
  public float[] weights() {
    return held().weights;
  }

  /// Whether an example of this batch stands for one that could not be read, see
  /// [Dataset#lenient]: it has weight 0, and is not to be counted.
  public boolean isReplaced(int example) {
    return held().replaced[Objects.checkIndex(example, count())];
  }

  /// Number of examples of this batch that were read: [#count] less those that are replaced.
  public int read() {
    return held().read(count());
  }

  private BatchBuffer held() {
    BatchBuffer buffer = ring[Math.max(current, 0) % ring.length];
    if (current < 0 || current >= end || buffer.batch != current) {
      throw new IllegalStateException(
          FoveaException.format(
              "Batches", "a batch", "none", "read a batch only after next() returned true."));
    }
    return buffer;
  }

  /// Ends the workers, after the example that each is reading; closing twice is harmless.
  @Override
  public void close() {
    List<Thread> started;
    synchronized (this) {
      closed = true;
      notifyAll();
      started = List.copyOf(workers);
    }
    try {
      for (Thread worker : started) {
        worker.join();
      }
    } catch (InterruptedException e) {
      // the workers end by themselves; whoever interrupted does not want to wait for them
      Thread.currentThread().interrupt();
    }
  }

  private int countOf(int batch) {
    return Math.min(batchSize, pass.size() - batch * batchSize);
  }

  /// Fills a range of a batch; stops at the first example that cannot be read.
  private void fill(BatchBuffer buffer, ExampleReader[] readers, int from, int to) {
    int start = buffer.batch * batchSize;
    for (int i = from; i < to && !closed; i++) {
      int example = pass.order()[start + i];
      try {
        buffer.read(pass, readers, i, example);
        buffer.weights[i] = pass.columns().weight(example);
      } catch (RuntimeException e) {
        if (!replace(buffer, readers, i, start + i, e)) {
          buffer.fail(
              i, e instanceof FoveaException known ? known : ExampleReader.named(example, e));
          return;
        }
      }
    }
  }

  /// Puts the next readable example of the epoch in the place of one that is to be skipped, with
  /// weight 0: which one it is depends on the order alone.
  private boolean replace(
      BatchBuffer buffer, ExampleReader[] readers, int i, int position, RuntimeException problem) {
    if (pass.skipped().isEmpty()) {
      return false;
    }
    Skipped skipped = pass.skipped().get();
    RuntimeException last = problem;
    int tries = Math.min(Skipped.MOST_IN_A_ROW, pass.size());
    for (int k = 1; k <= tries && Skipped.isOfData(last); k++) {
      skipped.add(pass.order()[(position + k - 1) % pass.size()], last);
      try {
        buffer.read(pass, readers, i, pass.order()[(position + k) % pass.size()]);
        buffer.weights[i] = 0;
        buffer.replaced[i] = true;
        return true;
      } catch (RuntimeException e) {
        last = e;
      }
    }
    return false;
  }

  /// Mixes a batch whose examples were all read.
  private void mix(BatchBuffer buffer) {
    if (pass.mixing().isPresent() && buffer.failure == null && !closed) {
      Rng rng = pass.rng().at("batch").at(buffer.batch);
      pass.mixing()
          .get()
          .apply(
              buffer.pictures[0],
              buffer.count,
              buffer.labels[0],
              buffer.labelSizes[0],
              buffer.weights,
              rng);
    }
  }

  // ---- the workers ----

  /// The threads that fill the ring.
  List<Thread> workers() {
    return List.copyOf(workers);
  }

  private void work() {
    try {
      ExampleReader[] readers = pass.readers();
      boolean isInBackground = false;
      while (true) {
        BatchBuffer buffer;
        int from;
        int to;
        synchronized (this) {
          // batch b may be filled while the consumer holds batch b - ring.length + 1 or a later one
          while (!closed && claimedBatch < end && claimedBatch - ring.length >= current) {
            if (!isInBackground && !hurried && Background.enter()) {
              isInBackground = true;
              inBackground++;
            }
            wait();
          }
          if (closed || claimedBatch >= end || isInBackground && hurried) {
            return;
          }
          buffer = ring[claimedBatch % ring.length];
          if (claimedFrom == 0) {
            buffer.begin(claimedBatch, countOf(claimedBatch));
          }
          from = claimedFrom;
          to = Math.min(from + portion, buffer.count);
          claimedFrom = to;
          if (to == buffer.count) {
            claimedBatch++;
            claimedFrom = 0;
          }
        }
        fill(buffer, readers, from, to);
        complete(buffer, to - from);
      }
    } catch (InterruptedException e) {
      // nobody but a stopping process interrupts these threads
      Thread.currentThread().interrupt();
    } catch (Error e) {
      // the consumer, who would wait forever, throws it
      synchronized (this) {
        error = e;
        notifyAll();
      }
    }
  }

  /// Counts examples as done; whoever does the last one mixes the batch and hands it over.
  private void complete(BatchBuffer buffer, int examples) {
    boolean last;
    synchronized (this) {
      buffer.unread -= examples;
      last = buffer.unread == 0;
    }
    if (last) {
      mix(buffer);
      synchronized (this) {
        buffer.ready = true;
        notifyAll();
      }
    }
  }
}
