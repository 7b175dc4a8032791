// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.Callback;
import io.fovea.train.Logs;
import io.fovea.train.Run;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C while training: ends training after the current step, and lets the process go only when
/// the work so far is saved.
///
/// Opened and closed by the training thread.
final class Interrupt implements Callback, AutoCloseable {
  /// Longer than a step, the validation behind it and a checkpoint take.
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "fovea-interrupt");
  private volatile boolean requested;

  private Interrupt() {}

  static Interrupt open() {
    var interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  /// Asks training to end, as Ctrl-C does.
  void request() {
    requested = true;
  }

  /// Whether training was asked to end.
  boolean requested() {
    return requested;
  }

  @Override
  public void onBatchEnd(Run run, int step, Logs logs) {
    if (requested) {
      run.stop();
    }
  }

  @Override
  public void onEpochEnd(Run run, int epoch, Logs logs) {
    if (requested) {
      run.stop();
    }
  }

  /// Lets the process end.
  @Override
  public void close() {
    saved.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already, which is what the hook is for
    }
  }

  private void stopAndWait() {
    request();
    try {
      if (!saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("fovea train: could not save within " + PATIENCE_SECONDS + " s.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
