// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Activation.SWISH;
import static io.fovea.nn.Initializers.varianceScaling;
import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.multiply;
import static io.fovea.nn.Layers.normalization;
import static io.fovea.nn.Layers.rescaling;
import static io.fovea.nn.Layers.reshape;
import static io.fovea.nn.Layers.stochasticDepth;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.nn.Conv;
import io.fovea.nn.Initializers.Draw;
import io.fovea.nn.Initializers.Fan;
import io.fovea.nn.Initializers.VarianceScaling;
import io.fovea.nn.Node;
import java.util.List;

/// Tan and Le 2019, "EfficientNet: rethinking model scaling for convolutional neural networks",
/// table 1, and its scaled versions. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, numbers from 0 to 255, H and W at least 32; published for [#resolution]
/// - output: as [Top] says
///
/// @param width factor of the number of maps
/// @param depth factor of the number of blocks
/// @param resolution side of the pictures that it was made for, in pixels
/// @param topDropout share of the top's inputs that are dropped while training
@CheckReturnValue
public record EfficientNet(double width, double depth, int resolution, double topDropout, Top top)
    implements Architecture<EfficientNet> {
  public static final EfficientNet B0 = of(1.0, 1.0, 224, 0.2);
  public static final EfficientNet B1 = of(1.0, 1.1, 240, 0.2);
  public static final EfficientNet B2 = of(1.1, 1.2, 260, 0.3);
  public static final EfficientNet B3 = of(1.2, 1.4, 300, 0.3);
  public static final EfficientNet B4 = of(1.4, 1.8, 380, 0.4);
  public static final EfficientNet B5 = of(1.6, 2.2, 456, 0.4);
  public static final EfficientNet B6 = of(1.8, 2.6, 528, 0.5);
  public static final EfficientNet B7 = of(2.0, 3.1, 600, 0.5);

  /// A row of the paper's table.
  private record Stage(int kernel, int expansion, int filters, int repeats, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(3, 1, 16, 1, 1),
          new Stage(3, 6, 24, 2, 2),
          new Stage(5, 6, 40, 2, 2),
          new Stage(3, 6, 80, 3, 2),
          new Stage(5, 6, 112, 3, 1),
          new Stage(5, 6, 192, 4, 2),
          new Stage(3, 6, 320, 1, 1));

  private static final double DROPPED_BRANCHES = 0.2;
  private static final VarianceScaling KERNELS = varianceScaling(2, Fan.OUT, Draw.TRUNCATED_NORMAL);
  private static final VarianceScaling TOP = varianceScaling(1.0 / 3, Fan.OUT, Draw.UNIFORM);

  /// Checks the factors.
  public EfficientNet {
    Args.positive("EfficientNet.width", width);
    Args.positive("EfficientNet.depth", depth);
    Args.positive("EfficientNet.resolution", resolution);
    Args.fraction("EfficientNet.topDropout", topDropout);
  }

  private static EfficientNet of(double width, double depth, int resolution, double dropout) {
    return new EfficientNet(width, depth, resolution, dropout, Top.IMAGENET);
  }

  @Override
  public EfficientNet top(Top top) {
    return new EfficientNet(width, depth, resolution, topDropout, top);
  }

  private int repeats(Stage stage) {
    return (int) Math.ceil(depth * stage.repeats);
  }

  @Override
  public Node on(Node x) {
    var y = x.then(rescaling(1 / 255.0)).then(normalization());
    y = y.then("stem_conv_pad", Widths.evenPadding(y, 3));
    y = y.then("stem_conv", plain(Widths.rounded(width * 32), 3).stride(2));
    y = active(y, "stem_bn", "stem_activation");
    int block = 0;
    double blocks = STAGES.stream().mapToInt(this::repeats).sum();
    for (int s = 0; s < STAGES.size(); s++) {
      var stage = STAGES.get(s);
      for (int i = 0; i < repeats(stage); i++, block++) {
        var name = "block" + (s + 1) + (char) ('a' + i) + "_";
        y = block(y, name, stage, i == 0 ? stage.stride : 1, DROPPED_BRANCHES * block / blocks);
      }
    }
    y = y.then("top_conv", plain(Widths.rounded(width * 1280), 1));
    y = active(y, "top_bn", "top_activation");
    return top instanceof Top.Classes(int count)
        ? y.then("avg_pool", globalAvgPool2d())
            .then("top_dropout", dropout(topDropout))
            .then("predictions", dense(count).kernelInitializer(TOP).softmax())
        : top.on(y);
  }

  private Node block(Node x, String name, Stage stage, int stride, double dropped) {
    var y = x;
    if (stage.expansion > 1) {
      y = y.then(name + "expand_conv", plain(stage.expansion * x.channels(), 1));
      y = active(y, name + "expand_bn", name + "expand_activation");
    }
    y = stride > 1 ? y.then(name + "dwconv_pad", Widths.evenPadding(y, stage.kernel)) : y;
    var depthwise =
        depthwiseConv2d(stage.kernel).stride(stride).noBias().kernelInitializer(KERNELS);
    y = y.then(name + "dwconv", stride > 1 ? depthwise : depthwise.same());
    y = squeezed(active(y, name + "bn", name + "activation"), name, x.channels());
    int filters = Widths.rounded(width * stage.filters);
    y = y.then(name + "project_conv", plain(filters, 1)).then(name + "project_bn", batchNorm());
    if (stride > 1 || filters != x.channels()) {
      return y;
    }
    return y.then(name + "drop", stochasticDepth(dropped)).join(name + "add", add(), x);
  }

  private static Node squeezed(Node x, String name, int inputs) {
    var weights =
        x.then(name + "se_squeeze", globalAvgPool2d())
            .then(name + "se_reshape", reshape(1, 1, x.channels()))
            .then(name + "se_reduce", convolution(Math.max(1, inputs / 4), 1).swish())
            .then(name + "se_expand", convolution(x.channels(), 1).sigmoid());
    return x.join(name + "se_excite", multiply(), weights);
  }

  private static Node active(Node x, String normalization, String activation) {
    return x.then(normalization, batchNorm()).then(activation, SWISH);
  }

  private static Conv plain(int filters, int kernel) {
    return convolution(filters, kernel).noBias();
  }

  private static Conv convolution(int filters, int kernel) {
    return conv2d(filters, kernel).kernelInitializer(KERNELS);
  }
}
