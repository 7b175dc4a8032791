// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fovea.formats.Archive;
import io.fovea.nn.Activation;
import io.fovea.nn.Layer;
import io.fovea.nn.Normalization;
import io.fovea.nn.StoredNormalization;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The members that Keras 3.16 writes for each layer, but for those that older versions do not know:
/// Keras refuses what its constructors do not take.
class KerasLayerConfigTest {
  private static final String KERNEL =
      " use_bias kernel_initializer bias_initializer kernel_regularizer bias_regularizer"
          + " activity_regularizer kernel_constraint bias_constraint";
  private static final String NORM =
      " axis epsilon center scale beta_initializer gamma_initializer beta_regularizer"
          + " gamma_regularizer beta_constraint gamma_constraint";

  @TempDir Path folder;

  static Stream<Arguments> layers() {
    return Stream.of(
        of(
            conv2d(2, 3),
            "Conv2D",
            "filters kernel_size strides padding data_format dilation_rate groups activation"
                + KERNEL),
        of(
            depthwiseConv2d(3),
            "DepthwiseConv2D",
            "kernel_size strides padding depth_multiplier data_format dilation_rate activation"
                + " use_bias depthwise_initializer bias_initializer depthwise_regularizer"
                + " bias_regularizer activity_regularizer depthwise_constraint bias_constraint"),
        of(
            separableConv2d(2, 3),
            "SeparableConv2D",
            "filters kernel_size strides padding data_format dilation_rate depth_multiplier"
                + " activation use_bias depthwise_initializer pointwise_initializer"
                + " bias_initializer depthwise_regularizer pointwise_regularizer bias_regularizer"
                + " activity_regularizer depthwise_constraint pointwise_constraint"
                + " bias_constraint"),
        of(
            conv2dTranspose(2, 3),
            "Conv2DTranspose",
            "filters kernel_size strides padding output_padding data_format dilation_rate"
                + " activation"
                + KERNEL),
        of(
            dense(2),
            "Dense",
            "units activation use_bias kernel_initializer bias_initializer kernel_regularizer"
                + " bias_regularizer kernel_constraint bias_constraint"),
        of(maxPool2d(2), "MaxPooling2D", "pool_size padding strides data_format"),
        of(avgPool2d(2), "AveragePooling2D", "pool_size padding strides data_format"),
        of(globalAvgPool2d(), "GlobalAveragePooling2D", "data_format keepdims"),
        of(globalMaxPool2d(), "GlobalMaxPooling2D", "data_format keepdims"),
        of(
            batchNorm(),
            "BatchNormalization",
            "momentum moving_mean_initializer moving_variance_initializer synchronized" + NORM),
        of(layerNorm(), "LayerNormalization", NORM),
        of(groupNorm(1), "GroupNormalization", "groups" + NORM),
        of(new StoredNormalization(), "Normalization", "axis invert mean variance"),
        of(
            new Normalization(Tensor.vector(1, 2, 3), Tensor.vector(1, 2, 3)),
            "Normalization",
            "axis invert mean variance"),
        of(rescaling(2), "Rescaling", "scale offset"),
        of(
            resizing(3, 3),
            "Resizing",
            "height width interpolation crop_to_aspect_ratio pad_to_aspect_ratio fill_mode"
                + " fill_value antialias data_format"),
        of(permute(3, 1, 2), "Permute", "dims"),
        of(prelu(), "PReLU", "alpha_initializer alpha_regularizer alpha_constraint shared_axes"),
        of(dropout(0.5), "Dropout", "rate seed noise_shape"),
        of(spatialDropout2d(0.5), "SpatialDropout2D", "rate seed data_format"),
        of(gaussianNoise(0.5), "GaussianNoise", "stddev seed"),
        of(Activation.TANH, "Activation", "activation"),
        of(relu(), "ReLU", "max_value negative_slope threshold"),
        of(leakyRelu(0.1), "LeakyReLU", "negative_slope"),
        of(elu(0.5), "ELU", "alpha"),
        of(Activation.SOFTMAX, "Softmax", "axis"),
        of(zeroPadding2d(1), "ZeroPadding2D", "padding data_format"),
        of(cropping2d(1), "Cropping2D", "cropping data_format"),
        of(upSampling2d(2), "UpSampling2D", "size data_format interpolation"),
        of(flatten(), "Flatten", "data_format"),
        of(reshape(6, 6, 3), "Reshape", "target_shape"));
  }

  private static Arguments of(Layer layer, String type, String members) {
    return Arguments.of(layer, type, members);
  }

  @Test
  void convolutionsOfOtherRanksHaveTheSameMembers() throws IOException {
    var members =
        "filters kernel_size strides padding data_format dilation_rate groups activation" + KERNEL;
    assertMembers(Model.of(input(9, 3), conv1d(2, 3).causal()), "Conv1D", members);
    assertMembers(Model.of(input(4, 4, 4, 3), conv3d(2, 1, 2, 3).same()), "Conv3D", members);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void membersAreThoseOfKeras(Layer layer, String type, String members) throws IOException {
    assertMembers(Model.of(input(6, 6, 3), layer), type, members);
  }

  private void assertMembers(Model model, String type, String members) throws IOException {
    var file = folder.resolve("model.keras");
    model.save(file);
    JsonNode root;
    try (var archive = Archive.open(file)) {
      root =
          archive.read(
              "config.json",
              1 << 20,
              in -> JsonMapper.builder().build().readTree(in.readAllBytes()));
    }
    var written = root.path("config").path("layers").path(1);
    assertThat(written.path("class_name").asText()).isEqualTo(type);
    assertThat(written.path("module").asText()).isEqualTo("keras.layers");
    assertThat(written.path("registered_name").isNull()).isTrue();
    var expected = new TreeSet<>(Arrays.asList(members.strip().split(" ")));
    expected.addAll(List.of("name", "dtype"));
    if (!type.equals("SpatialDropout2D")) {
      expected.add("trainable");
    }
    var actual = new TreeSet<String>();
    written.path("config").fieldNames().forEachRemaining(actual::add);
    assertThat(actual).isEqualTo(expected);
  }
}
