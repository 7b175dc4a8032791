// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.metric.Metrics.binaryAccuracy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a file of Keras' does not hold of a model is said when it is written.
class KerasLostTest {
  @TempDir Path folder;

  private static List<String> said(Runnable saving) {
    var said = new ArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            said.add(String.valueOf(record.getParameters()[0]));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var log = Logger.getLogger("io.fovea.formats");
    log.addHandler(handler);
    try {
      saving.run();
    } finally {
      log.removeHandler(handler);
    }
    return said;
  }

  private static Model model() {
    return Model.of(input(3), dense(4).relu(), dense(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5"})
  void partsOfLayersThatAreFrozen(String name) {
    var file = folder.resolve(name);
    var model = model().freeze(path -> path.equals("dense_1/kernel"));
    assertThat(said(() -> model.save(file)))
        .containsExactly(
            file
                + ": dense_1: expected layers that are frozen as a whole, got one with frozen and"
                + " trained variables.\n"
                + "  Fix: it is left out; a .fovea file holds it.");
    assertThat(said(() -> model().freeze("dense_1").save(file))).isEmpty();
  }

  @Test
  void metricsOfOurOwn() {
    var file = folder.resolve("m.keras");
    var model = model().compile(adam(1e-3), meanSquaredError(), binaryAccuracy(0.25));
    assertThat(said(() -> model.save(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": expected metrics that Keras has, got BinaryAccuracy[threshold=0.25]");
  }

  @Test
  void lossesOfOurOwn() {
    var file = folder.resolve("m.keras");
    var model = model().compile(adam(1e-3), (truth, guess) -> guess.minus(truth).square().mean());
    assertThat(said(() -> model.save(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": expected an optimizer and losses that Keras has, got Adam");
  }

  @Test
  void nothingIsSaidOfAWholeModel() {
    var file = folder.resolve("m.keras");
    var model = model().compile(adam(1e-3), meanSquaredError(), binaryAccuracy(0.5));
    assertThat(said(() -> model.save(file))).isEmpty();
  }
}
