// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.train.Callbacks.onBatchEnd;

import io.fovea.data.Dataset;
import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Fit;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.List;

/// Invented pictures to train on, and the losses of single steps.
final class Pictures {
  private Pictures() {}

  static Engine fast() {
    return Engines.named("onednn");
  }

  static Engine reference() {
    return Engines.named("reference");
  }

  /// Noise from 0 to 1, brighter in rows that belong to the class, so that there is something to
  /// learn.
  ///
  /// @param example `[H, W, C]`
  static Dataset labelled(int count, int classes, int... example) {
    var shape = Shape.of(example);
    int size = Math.toIntExact(shape.elements());
    var rng = Rng.of(7).at("pictures");
    var images = new float[count * size];
    var labels = new float[count];
    for (int i = 0; i < count; i++) {
      labels[i] = rng.at("labels").below(i, classes);
      for (int j = 0; j < size; j++) {
        int row = j / (size / example[0]);
        boolean bright = row % classes == labels[i];
        images[i * size + j] =
            (float) (0.5 * rng.uniform((long) i * size + j) + (bright ? 0.5 : 0));
      }
    }
    return Dataset.of(shape, images, labels).classes(classes);
  }

  /// Pictures without labels.
  ///
  /// @param sizes `[N, H, W, C]`
  static Tensor plain(int... sizes) {
    var rng = Rng.of(11).at("plain");
    return Tensor.generate(Shape.of(sizes), i -> (float) rng.uniform(i, -1, 1));
  }

  /// Trains, and gives the loss of each step by itself. All batches must be of the same size.
  static double[] stepLosses(Model model, Dataset data, Fit fit) {
    var losses = new ArrayList<Double>();
    var sum = new double[1];
    model.fit(
        data,
        fit.callbacks(
            onBatchEnd((_, step, logs) -> {
              // the logs hold means over the epoch so far
              double soFar = logs.value("loss") * (step + 1);
              losses.add(soFar - (step == 0 ? 0 : sum[0]));
              sum[0] = soFar;
            })));
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// All variables and all that the optimizer remembers, in a fixed order.
  static List<float[]> values(Model model) {
    var values = new ArrayList<float[]>();
    for (var variable : model.variables()) {
      values.add(variable.read());
      model.slots().getOrDefault(variable, List.of()).forEach(slot -> values.add(slot.read()));
    }
    return values;
  }
}
