// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keras' layers and activations, written directly as ops.
///
/// ```java
/// GoldenCases.keras().forEach(c -> c.check(engine));
/// ```
public final class GoldenCases {
  /// Half a unit of the last of six decimals.
  private static final double DIGITS = 0.5e-6;

  private static final Goldens GOLDENS = Goldens.keras();

  private GoldenCases() {}

  /// Every case.
  public static List<GoldenCase> keras() {
    var cases = new ArrayList<GoldenCase>();
    convolutions(cases);
    transposed(cases);
    pools(cases);
    batchNorms(cases);
    upSamplings(cases);
    cases.addAll(GoldenActivations.all(GOLDENS));
    return cases;
  }

  private static void convolutions(List<GoldenCase> cases) {
    for (int stride : new int[] {1, 2}) {
      for (boolean same : new boolean[] {false, true}) {
        var window = same ? same(3, stride, 1) : ConvCases.valid(3, 3, stride);
        var options = "3,strides=" + stride + (same ? ",same" : ",valid");
        cases.add(conv("Conv2D(2," + options + ")", window, 1));
        cases.add(conv("DepthwiseConv2D(" + options + ",depth_multiplier=2)", window, 3));
        cases.add(separable("SeparableConv2D(2," + options + ")", window));
      }
    }
    cases.add(conv("Conv2D(2,3,dilation_rate=2,same)", same(3, 1, 2), 1));
    cases.add(conv("Conv2D(6,3,groups=3,valid)", ConvCases.valid(3, 3, 1), 3));
    var wide = Window.of(Axis.of(1, 1), Axis.same(6, 4, 2, 1));
    cases.add(conv("Conv2D(2,(1,4),strides=(1,2),same)", wide, 1));
  }

  /// Keras' depthwise kernel `[kh, kw, C, multiplier]` has the order of `[kh, kw, 1, C multiplier]`.
  private static GoldenCase conv(String name, Window window, int groups) {
    int filters = GOLDENS.shape("layers", name, "out_shape").channels();
    var filter = window.kernel().then(Shape.of(3 / groups, filters));
    return layer(
        name,
        (g, in) -> g.addAll(g.path(), new Op.Conv(window, groups), in),
        Goldens.weights(filter),
        Goldens.weights(Shape.of(filters)));
  }

  private static GoldenCase separable(String name, Window window) {
    return layer(
        name,
        (g, in) -> {
          var depthwise = g.add(new Op.Conv(window, 3), in.get(0), in.get(1));
          var point = new Op.Conv(ConvCases.valid(1, 1, 1), 1);
          return g.addAll(point, depthwise, in.get(2), in.get(3));
        },
        Goldens.weights(Shape.of(3, 3, 1, 3)),
        Goldens.weights(Shape.of(1, 1, 3, 2)),
        Goldens.weights(Shape.of(2)));
  }

  /// Padding of the convolution that is transposed, from Keras' rule: it removes `before` cells in
  /// front and as many behind as the output size says.
  private static void transposed(List<GoldenCase> cases) {
    cases.add(transposed("3,strides=1,valid", new Axis(3, 1, 1, 0, 0)));
    cases.add(transposed("3,strides=1,same", new Axis(3, 1, 1, 1, 1)));
    cases.add(transposed("3,strides=2,valid", new Axis(3, 2, 1, 0, 0)));
    cases.add(transposed("3,strides=2,same", new Axis(3, 2, 1, 0, 1)));
    cases.add(transposed("2,strides=2,same", new Axis(2, 2, 1, 0, 0)));
    cases.add(transposed("4,strides=2,same", new Axis(4, 2, 1, 1, 1)));
    cases.add(transposed("3,strides=2,same,output_padding=0", new Axis(3, 2, 1, 1, 1)));
  }

  private static GoldenCase transposed(String options, Axis axis) {
    var name = "Conv2DTranspose(2," + options + ")";
    var spatial = GOLDENS.shape("layers", name, "out_shape").slice(1, 3);
    return layer(
        name,
        (g, in) -> {
          var op = new Op.ConvBackData(Window.of(axis, axis), 1, spatial);
          return List.of(g.plus(g.add(op, in.get(0), in.get(1)), in.get(2)));
        },
        Goldens.weights(Shape.of(axis.kernel(), axis.kernel(), 2, 3)),
        Goldens.weights(Shape.of(2)));
  }

  private static void pools(List<GoldenCase> cases) {
    for (int stride : new int[] {1, 2}) {
      for (boolean same : new boolean[] {false, true}) {
        var window = same ? same(3, stride, 1) : ConvCases.valid(3, 3, stride);
        var options = "(3," + stride + (same ? ",same)" : ",valid)");
        cases.add(layer("MaxPooling2D" + options, op(new Op.MaxPool(window))));
        cases.add(layer("AveragePooling2D" + options, op(new Op.AvgPool(window))));
      }
    }
  }

  private static void batchNorms(List<GoldenCase> cases) {
    var three = Shape.of(3);
    var weights = Goldens.weights(three);
    var variance = Goldens.arr(three, 1, 1.2, 41, 30);
    cases.add(
        layer(
            "BatchNormalization_inference",
            op(new Op.BatchNormFixed(1e-3)),
            weights,
            weights,
            weights,
            variance));
    var training = "BatchNormalization_training";
    cases.add(layer(training, op(new Op.BatchNorm(1e-3)), weights, weights));
    for (int i = 1; i <= 2; i++) {
      int statistic = i;
      var c =
          layer(
              training,
              (g, in) -> {
                var now = g.addAll(new Op.BatchNorm(1e-3), in.get(0), in.get(1), in.get(2));
                var old = g.scaled(in.get(3), 0.99);
                return List.of(g.plus(old, g.scaled(now.get(statistic), 0.01)));
              },
              weights,
              weights,
              i == 1 ? weights : variance);
      var after = GOLDENS.numbers("layers", training, "weights_after");
      cases.add(
          new GoldenCase(
              training + (i == 1 ? " moving_mean" : " moving_variance"),
              c.inputs(),
              c.body(),
              boxed(Arrays.copyOfRange(after, 3 + 3 * i, 6 + 3 * i)),
              Tolerance.f32().reduction(30).bound()));
    }
  }

  private static void upSamplings(List<GoldenCase> cases) {
    for (var kind : List.of("nearest", "bilinear")) {
      boolean linear = kind.equals("bilinear");
      cases.add(layer("UpSampling2D(2," + kind + ")", op(new Op.Resample(linear, Shape.of(4, 6)))));
    }
  }

  private static OpCase.Body op(Op op) {
    return (g, in) -> g.addAll(g.path(), op, in);
  }

  private static GoldenCase layer(String name, OpCase.Body body, Tensor... weights) {
    var inputs = new ArrayList<Tensor>();
    inputs.add(Goldens.arr(GOLDENS.shape("layers", name, "in_shape")));
    inputs.addAll(Arrays.asList(weights));
    var expected = boxed(GOLDENS.numbers("layers", name, "out"));
    // sums of up to 27 products of numbers below 1, and variances below 1 / 3
    double rounding = Tolerance.f32().reduction(27).magnitude(2).bound();
    return new GoldenCase(name, inputs, body, expected, DIGITS + rounding);
  }

  static List<Double> boxed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static Window same(int kernel, int stride, int dilation) {
    return Window.of(
        Axis.same(5, kernel, stride, dilation), Axis.same(6, kernel, stride, dilation));
  }
}
