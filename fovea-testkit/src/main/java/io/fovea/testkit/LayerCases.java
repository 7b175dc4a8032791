// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.*;

import io.fovea.nn.Activation;
import io.fovea.nn.Padding;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// All layers that [io.fovea.nn.Layers] makes, in its order, each with an awkward size and options
/// that are not the default; [LayerContract] puts them through everything.
public final class LayerCases {
  private static final Domain DISTINCT = new Domain.Distinct(-1, 1);
  private static final Tensor POINTS =
      Tensor.generate(Shape.of(3, 5), i -> Math.sin(i)); // no two alike

  private LayerCases() {}

  /// At least one for each factory.
  public static List<LayerCase> all() {
    return Stream.concat(
            options().stream(), Stream.of(Activation.values()).flatMap(LayerCases::activation))
        .toList();
  }

  private static List<LayerCase> options() {
    return List.of(
        LayerCase.of("sequential", sequential(dense(3).tanh(), dense(2)), 5).parameters(18 + 8),
        LayerCase.of("shared", shared("twin", dense(3).sigmoid()), 5).parameters(18),
        LayerCase.of("conv2d", conv2d(4, 3).stride(2).same().tanh(), 5, 7, 3).parameters(112),
        LayerCase.of("conv2d", conv2d(6, 1, 3).groups(3).dilation(2).noBias(), 3, 8, 3)
            .parameters(18),
        LayerCase.of("conv1d", conv1d(4, 3).causal().dilation(2).tanh(), 7, 2).parameters(28),
        LayerCase.of("conv1d", conv1d(2, 3).pad(1).stride(2), 6, 2).parameters(14).keptIn(".fovea"),
        LayerCase.of("conv2d", conv2d(2, 3, 2).causal(), 4, 3, 2).parameters(26).keptIn(".fovea"),
        LayerCase.of("conv3d", conv3d(2, 1, 2, 3).same().stride(2), 3, 4, 5, 2).parameters(26),
        LayerCase.of("depthwiseConv2d", depthwiseConv2d(3).same().swish(), 4, 5, 3).parameters(30),
        LayerCase.of("separableConv2d", separableConv2d(4, 3).same(), 5, 4, 3)
            .parameters(27 + 12 + 4),
        LayerCase.of("conv2dTranspose", conv2dTranspose(2, 3).stride(2).same(), 3, 2, 4)
            .parameters(72 + 2),
        LayerCase.of("dense", dense(4).tanh(), 7).parameters(32),
        LayerCase.of("partialConv2d", partialConv2d(List.of(List.of(0), List.of(0, 2)), 2), 4, 3, 3)
            .parameters(12 + 2)
            .keptIn(".fovea"),
        LayerCase.of("subsampling2d", subsampling2d(2), 5, 4, 3).parameters(6).keptIn(".fovea"),
        LayerCase.of("rbf", rbf(POINTS), 5).keptIn(".fovea"),
        LayerCase.of("maxPool2d", maxPool2d(3).stride(2).same(), 5, 6, 2).domain(DISTINCT),
        LayerCase.of("avgPool2d", avgPool2d(3).stride(2).same(), 5, 6, 2),
        LayerCase.of("depthwiseMaxPool", depthwiseMaxPool(2), 3, 2, 4)
            .domain(DISTINCT)
            .keptIn(".fovea"),
        LayerCase.of("depthwiseAvgPool", depthwiseAvgPool(2), 3, 2, 4).keptIn(".fovea"),
        LayerCase.of("globalAvgPool2d", globalAvgPool2d(), 3, 5, 4),
        LayerCase.of("globalMaxPool2d", globalMaxPool2d(), 3, 5, 4).domain(DISTINCT),
        LayerCase.of("batchNorm", batchNorm().momentum(0.8), 3, 3, 5).parameters(20),
        LayerCase.of("layerNorm", layerNorm(), 3, 2, 5).parameters(10),
        LayerCase.of("groupNorm", groupNorm(2).epsilon(1e-2), 3, 2, 4).parameters(8),
        LayerCase.of(
            "normalization", normalization(Tensor.vector(1, 2), Tensor.vector(4, 0.25f)), 3, 2),
        LayerCase.of("normalization", normalization(), 3, 2).parameters(5),
        LayerCase.of("localResponseNorm", localResponseNorm(3), 3, 2, 5).keptIn(".fovea"),
        LayerCase.of("squeezeExcite", squeezeExcite(2), 3, 2, 4)
            .domain(Domain.POSITIVE)
            .parameters(10 + 12),
        LayerCase.of("layerScale", layerScale(0.5), 3, 2, 4).parameters(4),
        LayerCase.of("dropout", dropout(0.25), 9),
        LayerCase.of("spatialDropout2d", spatialDropout2d(0.25), 3, 2, 8),
        LayerCase.of("stochasticDepth", stochasticDepth(0.1), 4),
        LayerCase.of("gaussianNoise", gaussianNoise(0.5), 9),
        LayerCase.of("flatten", flatten(), 3, 2, 2),
        LayerCase.of("reshape", reshape(6, 2), 3, 2, 2),
        LayerCase.of("permute", permute(3, 1, 2), 3, 2, 4),
        LayerCase.of("lambda", lambda(x -> x.square().plus(1)), 3).keptIn(),
        LayerCase.of("zeroPadding2d", zeroPadding2d(1, 0, 2, 1), 3, 2, 2),
        LayerCase.of("cropping2d", cropping2d(1, 0, 0, 2), 3, 4, 2),
        LayerCase.of("resizing", resizing(5, 3), 3, 4, 2),
        LayerCase.of("rescaling", rescaling(0.5).offset(-1), 3, 2),
        LayerCase.of("upSampling2d", upSampling2d(2).bilinear(), 3, 2, 2),
        LayerCase.of("add", add(), 3, 2),
        LayerCase.of("scaledAdd", scaledAdd(0.2), 3, 2),
        LayerCase.of("subtract", subtract(), 3, 2),
        LayerCase.of("multiply", multiply(), 3, 2),
        LayerCase.of("average", average(), 3, 2),
        LayerCase.of("maximum", maximum(), 3, 2).domain(awayFrom(0.2)),
        LayerCase.of("minimum", minimum(), 3, 2).domain(awayFrom(0.2)),
        LayerCase.of("concatenate", concatenate(), 3, 2),
        LayerCase.of("scaledTanh", scaledTanh(), 9),
        LayerCase.of("leakyRelu", leakyRelu(0.3), 9).domain(awayFrom(0)),
        LayerCase.of("prelu", prelu(), 3, 2).domain(awayFrom(0)).parameters(6),
        LayerCase.of("elu", elu(0.5), 9).domain(awayFrom(0)),
        LayerCase.of("dense", dense(3).activation(Activation.GELU).noBias(), 4).parameters(12),
        LayerCase.of("conv2d", conv2d(3, 2).padding(Padding.symmetric(1)).tanh(), 3, 3, 2)
            .parameters(27));
  }

  /// The layer that goes by the name of an activation: all but one, of which Keras has two.
  private static Stream<LayerCase> activation(Activation activation) {
    return switch (activation) {
      case LEAKY_RELU -> Stream.of();
      case GLU -> Stream.of(named(activation).keptIn(".fovea")); // halves the channels
      case SPARSEMAX -> // linear as long as no number is far below the others
          Stream.of(named(activation).domain(Domain.between(0, 0.1)));
      default -> Stream.of(named(activation).domain(Domain.between(-1, 1).away(-0.5, 0.0, 0.5)));
    };
  }

  private static LayerCase named(Activation activation) {
    return LayerCase.of(factory(activation), activation, 10);
  }

  /// `HARD_SIGMOID` is `hardSigmoid`.
  static String factory(Activation activation) {
    return Pattern.compile("_(.)")
        .matcher(activation.name().toLowerCase(Locale.ROOT))
        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  /// Where `x = -0.5 x + 0.3`, the other value of a join, or where a function has its kink.
  private static Domain awayFrom(double kink) {
    return Domain.between(-1, 1).away(kink);
  }
}
