// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Activation.GELU;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.layerScale;
import static io.fovea.nn.Layers.normalization;
import static io.fovea.nn.Layers.sequential;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Layers;
import io.fovea.nn.Node;
import io.fovea.nn.Normalization;
import io.fovea.tensor.Tensor;
import java.util.List;

/// Liu et al. 2022, "A ConvNet for the 2020s", figure 4 and table 9: wide depthwise convolutions and
/// the manners of transformers. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 32, numbers from 0 to 255: it normalizes them itself
/// - output: as [Top] says
/// - parameters: 28,589,128 for the tiny one and 1000 classes
///
/// @param name in front of the names of all layers
/// @param depths units of each stage
/// @param widths maps of each stage
@CheckReturnValue
public record ConvNext(String name, List<Integer> depths, List<Integer> widths, Top top)
    implements Architecture<ConvNext> {
  public static final ConvNext CONVNEXT_TINY =
      new ConvNext("convnext_tiny", List.of(3, 3, 9, 3), List.of(96, 192, 384, 768), Top.IMAGENET);

  private static final double FIRST_SCALE = 1e-6;

  /// Copies the lists.
  public ConvNext {
    depths = List.copyOf(depths);
    widths = List.copyOf(widths);
  }

  @Override
  public ConvNext top(Top top) {
    return new ConvNext(name, depths, widths, top);
  }

  @Override
  public Node on(Node x) {
    var stem = sequential(conv2d(widths.getFirst(), 4).stride(4), normalized());
    var y = x.then(name + "_prestem_normalization", colors()).then(name + "_stem", stem);
    for (int stage = 0; stage < depths.size(); stage++) {
      y = stage == 0 ? y : downsampled(y, stage);
      for (int unit = 0; unit < depths.get(stage); unit++) {
        y = unit(y, name + "_stage_" + stage + "_block_" + unit);
      }
    }
    return switch (top) {
      case Top.Classes(int count) ->
          y.then(name + "_head_gap", globalAvgPool2d())
              .then(name + "_head_layernorm", normalized())
              .then(name + "_head_dense", dense(count).softmax());
      case Top.Maps _, Top.Pooled _ -> top.on(y).then(normalized());
    };
  }

  private Node downsampled(Node x, int stage) {
    var halving = sequential(normalized(), conv2d(widths.get(stage), 2).stride(2));
    return x.then(name + "_downsampling_block_" + (stage - 1), halving);
  }

  private static Node unit(Node x, String unit) {
    int c = x.channels();
    var y =
        x.then(unit + "_depthwise_conv", conv2d(c, 7).same().groups(c))
            .then(unit + "_layernorm", normalized())
            .then(unit + "_pointwise_conv_1", dense(4 * c))
            .then(unit + "_gelu", GELU)
            .then(unit + "_pointwise_conv_2", dense(c))
            .then(unit + "_layer_scale", layerScale(FIRST_SCALE));
    return x.plus(y);
  }

  private static LayerNorm normalized() {
    return Layers.layerNorm().epsilon(1e-6);
  }

  /// ImageNet's mean and deviation per color.
  private static Normalization colors() {
    float[] deviations = {0.229f * 255, 0.224f * 255, 0.225f * 255};
    return normalization(
        Tensor.vector(0.485f * 255, 0.456f * 255, 0.406f * 255),
        Tensor.vector(
            deviations[0] * deviations[0],
            deviations[1] * deviations[1],
            deviations[2] * deviations[2]));
  }
}
