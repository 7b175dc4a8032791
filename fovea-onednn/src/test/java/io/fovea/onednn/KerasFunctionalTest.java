// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.conv2dTranspose;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.normalization;
import static io.fovea.nn.Layers.rescaling;
import static io.fovea.nn.Layers.separableConv2d;
import static io.fovea.nn.Layers.zeroPadding2d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A network with branches predicts what Keras 3.16 recorded for the same weights and pictures, and
/// its variables stand in the order of Keras' weights.
@Tag("isa")
class KerasFunctionalTest {
  /// Probabilities below 0.5 behind eight layers of sums of at most 36 terms; one unit of float32
  /// there is 3e-8.
  private static final float NEAR = 1e-6f;

  private static final float[] RECORDED = {
    0.07627787441015244f,
    0.4317597448825836f,
    0.08380888402462006f,
    0.21381358802318573f,
    0.19433991611003876f,
    0.07665348798036575f,
    0.43015503883361816f,
    0.08424142003059387f,
    0.21376600861549377f,
    0.195184126496315f
  };

  /// Weight `i` in Keras' list, element `k`: mean, variance and count of the normalization are the
  /// first three.
  private static float weight(int i, int k, boolean variance) {
    double value = ((k * 37 + 11) % 89 - 44) / 45.0 * 0.3 + 0.01 * i;
    return (float) (variance ? Math.abs(value) + 0.5 : value);
  }

  private static Model model() {
    var x =
        input(8, 8, 3)
            .then(rescaling(1 / 255.0))
            .then(
                normalization(
                    Tensor.generate(Shape.of(3), k -> weight(0, k, false)),
                    Tensor.generate(Shape.of(3), k -> weight(1, k, true))))
            .then(zeroPadding2d(0, 1, 0, 1))
            .then("stem", conv2d(4, 3).stride(2).noBias())
            .then("stem_bn", batchNorm().epsilon(1.001e-5))
            .clip(0, 6);
    var y = x.then(depthwiseConv2d(3).same()).then(separableConv2d(4, 3).same().swish()).plus(x);
    var z =
        y.then(dropout(0.2))
            .then(conv2dTranspose(3, 2).stride(2))
            .then(maxPool2d(2))
            .then(avgPool2d(2))
            .then(flatten())
            .then(dense(6).relu())
            .then("pred", dense(5).softmax());
    var model = Model.to("fx_functional", z);
    for (int i = 0; i < model.variables().size(); i++) {
      var variable = model.variables().get(i);
      var values = new float[Math.toIntExact(variable.shape().elements())];
      for (int k = 0; k < values.length; k++) {
        values[k] = weight(i + 3, k, variable.path().endsWith("variance"));
      }
      variable.write(values);
    }
    return model;
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "onednn"})
  void predictsWhatKerasPredicts(String engine) {
    var model = model().runOn(engine.equals("onednn") ? Pictures.fast() : Pictures.reference());
    var pictures = Tensor.generate(Shape.of(2, 8, 8, 3), k -> k * 7 % 256);
    var predicted = model.predictAll(List.of(pictures), 2).getFirst();
    for (int i = 0; i < RECORDED.length; i++) {
      assertThat(predicted.get(i)).as("number %d", i).isCloseTo(RECORDED[i], within(NEAR));
    }
  }
}
