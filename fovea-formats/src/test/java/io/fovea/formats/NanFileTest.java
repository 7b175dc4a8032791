// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.*;
import static io.fovea.optim.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Variable;
import io.fovea.testkit.Said;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loading is the first moment at which it can be said that a file holds NaN.
class NanFileTest {
  @Test
  void aFileWithNanInItSaysSoWhenItIsSavedAndWhenItIsLoaded(@TempDir Path folder) {
    var file = folder.resolve("bad.fovea");
    var model = model();
    put(variable(model, "conv2d/kernel"), 5, Float.NaN);
    put(variable(model, "conv2d/kernel"), 6, Float.NaN);
    put(variable(model, "dense/bias"), 1, Float.NEGATIVE_INFINITY);
    String sentence =
        file
            + ": NaN in conv2d/kernel at [0, 1, 0, 1], and in 1 more; 3 of its numbers are not"
            + " finite, and a network with them predicts nothing.\n  Fix: take a file from before"
            + " training went wrong, or train with a lower learning rate.";
    var said = new ArrayList<String>();
    listening(said, () -> saved(model, file));
    assertThat(said).containsExactly(sentence);
    said.clear();
    listening(said, () -> Model.load(file));
    assertThat(said).containsExactly(sentence);
    said.clear();
    listening(said, () -> model().loadWeights(file));
    assertThat(said).containsExactly(sentence);
    said.clear();
    listening(said, () -> Model.load(saved(model.initialize(2), file)));
    assertThat(said).isEmpty();
  }

  private static Path saved(Model model, Path file) {
    model.save(file);
    return file;
  }

  private static Model model() {
    return Model.of(
            input(8, 8, 1), conv2d(4, 3).relu(), maxPool2d(2), flatten(), dense(3).softmax())
        .initialize(1)
        .compile(sgd(0.1), sparseCategoricalCrossentropy(), accuracy());
  }

  private static void put(Variable variable, int at, float value) {
    float[] values = variable.read();
    values[at] = value;
    variable.write(values);
  }

  private static Variable variable(Model model, String path) {
    return model.variables().stream().filter(v -> v.path().equals(path)).findFirst().orElseThrow();
  }

  private static <T> T listening(List<String> said, Supplier<T> action) {
    return Said.into(said, "io.fovea.train", action);
  }
}
