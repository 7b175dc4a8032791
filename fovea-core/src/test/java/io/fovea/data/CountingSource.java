// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.tensor.Shape;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/// Examples `[1, 1, 1]` that hold their own number; counts how often it is read.
record CountingSource(int size, AtomicInteger count) implements Source {
  CountingSource(int size) {
    this(size, new AtomicInteger());
  }

  int reads() {
    return count.get();
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
    count.incrementAndGet();
    target[at] = example;
  }
}
