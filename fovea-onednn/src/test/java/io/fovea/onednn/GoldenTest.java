// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.conv2dTranspose;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.layerNorm;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.normalization;
import static io.fovea.nn.Layers.separableConv2d;
import static io.fovea.nn.Layers.upSampling2d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.nn.Layer;
import io.fovea.nn.Slides;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.GoldenCases;
import io.fovea.testkit.GoldenLoss;
import io.fovea.testkit.GoldenOptimizer;
import io.fovea.testkit.Goldens;
import io.fovea.train.Model;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What Keras 3.16 computed, on every engine.
@Tag("isa")
class GoldenTest {
  private static final Goldens GOLDENS = Goldens.keras();

  /// Goldens are rounded to 6 decimals; sums of 27 products of numbers below 1.3 add at most
  /// 27 x 1.3 x 2^-24 = 2e-6; normalization by small deviations multiplies that by about 3.
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> layersAgreeWithKeras() {
    return Engines.all().stream()
        .flatMap(engine ->
            layers().entrySet().stream()
                .map(entry ->
                    dynamicTest(
                        engine.name() + " " + entry.getKey(),
                        () -> check(engine, entry.getKey(), entry.getValue()))));
  }

  @Test
  void everyGoldenLayerIsChecked() {
    assertThat(layers().keySet())
        .containsAll(
            GOLDENS.names("layers").stream()
                .filter(name -> !name.equals("BatchNormalization_training"))
                .toList());
  }

  @TestFactory
  Stream<DynamicTest> opsLossesAndOptimizersAgreeWithKeras() {
    return Engines.all().stream()
        .flatMap(engine ->
            Stream.of(
                    GoldenCases.keras().stream()
                        .map(c -> dynamicTest(name(engine, c), () -> c.check(engine))),
                    GoldenLoss.keras().stream()
                        .map(c -> dynamicTest(name(engine, c), () -> c.check(engine))),
                    GoldenOptimizer.keras().stream()
                        .map(c -> dynamicTest(name(engine, c), () -> c.check(engine))))
                .flatMap(tests -> tests));
  }

  private static String name(Engine engine, Record c) {
    String text = c.toString();
    return engine.name() + " " + text.substring(0, Math.min(60, text.length()));
  }

  private static void check(Engine engine, String name, Layer layer) {
    var shape = GOLDENS.shape("layers", name, "in_shape");
    var model = Model.of(input(shape.slice(1, shape.rank()).toArray()), layer).runOn(engine);
    for (var variable : model.variables()) {
      var values =
          variable.path().contains("variance")
              ? absolute(Goldens.arr(variable.shape(), 1, 1.2, 41, 30))
              : Goldens.weights(variable.shape());
      variable.write(values.toArray());
    }
    var got = model.predict(Goldens.arr(shape));
    assertThat(got.shape()).isEqualTo(GOLDENS.shape("layers", name, "out_shape"));
    var expected = GOLDENS.numbers("layers", name, "out");
    for (int i = 0; i < got.elements(); i++) {
      assertThat((double) got.get(i))
          .as("%s [%d]", name, i)
          .isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static Tensor absolute(Tensor tensor) {
    return Tensor.generate(tensor.shape(), i -> Math.abs(tensor.get(i)));
  }

  private static Map<String, Layer> layers() {
    var layers = new LinkedHashMap<String, Layer>();
    for (int stride : new int[] {1, 2}) {
      for (boolean same : new boolean[] {false, true}) {
        String end = ",strides=" + stride + "," + (same ? "same" : "valid");
        String pool = "(3," + stride + "," + (same ? "same" : "valid") + ")";
        layers.put("Conv2D(2,3" + end + ")", sliding(conv2d(2, 3), stride, same));
        layers.put("MaxPooling2D" + pool, sliding(maxPool2d(3), stride, same));
        layers.put("AveragePooling2D" + pool, sliding(avgPool2d(3), stride, same));
        layers.put(
            "DepthwiseConv2D(3" + end + ",depth_multiplier=2)",
            sliding(depthwiseConv2d(3).multiplier(2), stride, same));
        layers.put("SeparableConv2D(2,3" + end + ")", sliding(separableConv2d(2, 3), stride, same));
        layers.put("Conv2DTranspose(2,3" + end + ")", sliding(conv2dTranspose(2, 3), stride, same));
      }
    }
    layers.put("Conv2DTranspose(2,2,strides=2,same)", conv2dTranspose(2, 2).stride(2).same());
    layers.put("Conv2DTranspose(2,4,strides=2,same)", conv2dTranspose(2, 4).stride(2).same());
    layers.put(
        "Conv2DTranspose(2,3,strides=2,same,output_padding=0)",
        conv2dTranspose(2, 3).stride(2).same().outputPadding(0));
    layers.put("Conv2D(2,3,dilation_rate=2,same)", conv2d(2, 3).dilation(2).same());
    layers.put("Conv2D(6,3,groups=3,valid)", conv2d(6, 3).groups(3));
    layers.put("Conv2D(2,(1,4),strides=(1,2),same)", conv2d(2, 1, 4).stride(1, 2).same());
    layers.put("BatchNormalization_inference", batchNorm());
    layers.put(
        "Normalization_weights", normalization(Tensor.vector(0, 0, 0), Tensor.vector(1, 1, 1)));
    layers.put("LayerNormalization(1e-6)", layerNorm().epsilon(1e-6));
    layers.put("UpSampling2D(2,nearest)", upSampling2d(2));
    layers.put("UpSampling2D(2,bilinear)", upSampling2d(2).bilinear());
    return layers;
  }

  private static <L extends Layer & Slides<L>> Layer sliding(L layer, int stride, boolean same) {
    var stepped = layer.stride(stride);
    return same ? stepped.same() : stepped;
  }
}
