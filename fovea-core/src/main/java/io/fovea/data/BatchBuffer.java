// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One buffer of a ring of [Batches]: the arrays of a batch, guarded by whoever owns the ring.
final class BatchBuffer {
  final float[][] images;
  final float[][] labels;
  final int[] labelSizes;
  final float[] weights;

  /// Which examples stand for others that could not be read.
  final boolean[] replaced;

  final Pixels[][] pictures;
  int batch = -1;
  int count;

  /// Examples not yet filled.
  int unread;

  /// Whether the batch can be handed to the consumer.
  boolean ready;

  int failed;
  @Nullable FoveaException failure;

  BatchBuffer(Pass pass, int batchSize) {
    images = new float[pass.inputs().size()][];
    pictures = new Pixels[images.length][batchSize];
    for (int k = 0; k < images.length; k++) {
      Shape shape = pass.inputs().get(k).shape();
      int length = Args.arrayLength("batch", batchSize * shape.elements(), "use smaller batches.");
      images[k] = new float[length];
      int elements = length / batchSize;
      for (int i = 0; i < batchSize; i++) {
        pictures[k][i] = Pixels.of(shape, images[k], i * elements);
      }
    }
    labels = new float[pass.labels().size()][];
    labelSizes = new int[labels.length];
    for (int k = 0; k < labels.length; k++) {
      Shape shape = pass.labels().get(k).shape();
      labelSizes[k] = Math.toIntExact(shape.elements());
      labels[k] = new float[Math.multiplyExact(batchSize, labelSizes[k])];
    }
    weights = new float[batchSize];
    replaced = new boolean[batchSize];
  }

  void begin(int batch, int count) {
    this.batch = batch;
    this.count = count;
    unread = count;
    ready = false;
    failure = null;
    Arrays.fill(replaced, false);
  }

  /// Keeps the failure of the first example, whichever worker met its own first.
  synchronized void fail(int position, FoveaException problem) {
    if (failure == null || position < failed) {
      failed = position;
      failure = problem;
    }
  }

  /// How many of the first examples were read, rather than replaced.
  int read(int count) {
    int read = 0; // asked in every step, so it allocates nothing
    for (int i = 0; i < count; i++) {
      read += replaced[i] ? 0 : 1;
    }
    return read;
  }

  /// Reads an example of a pass to a place in this batch.
  void read(Pass pass, ExampleReader[] readers, int i, int example) {
    for (int k = 0; k < readers.length; k++) {
      readers[k].read(pass.inputs().get(k).numbering().of(example), pictures[k][i]);
    }
    for (int k = 0; k < labels.length; k++) {
      pass.labels().get(k).read(example, labels[k], i * labelSizes[k]);
    }
  }
}
