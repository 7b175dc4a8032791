// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.nn.Layers.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.nn.Activation;
import io.fovea.nn.Layer;
import io.fovea.nn.StoredNormalization;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An option of a Keras file is taken into account, or has no influence, or is refused by name; none is
/// passed over. The options are those of the constructors of Keras 3.16 and of tf.keras 2.
class KerasOptionsTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path folder;

  private static Map<String, Layer> layers() {
    var layers = new TreeMap<String, Layer>();
    layers.put("Conv2D", conv2d(2, 3));
    layers.put("DepthwiseConv2D", depthwiseConv2d(3));
    layers.put("SeparableConv2D", separableConv2d(2, 3));
    layers.put("Conv2DTranspose", conv2dTranspose(2, 3));
    layers.put("Dense", dense(2));
    layers.put("MaxPooling2D", maxPool2d(2));
    layers.put("AveragePooling2D", avgPool2d(2));
    layers.put("GlobalAveragePooling2D", globalAvgPool2d());
    layers.put("GlobalMaxPooling2D", globalMaxPool2d());
    layers.put("BatchNormalization", batchNorm());
    layers.put("LayerNormalization", layerNorm());
    layers.put("GroupNormalization", groupNorm(1));
    layers.put("Normalization", new StoredNormalization());
    layers.put("Rescaling", rescaling(2));
    layers.put("Resizing", resizing(3, 3));
    layers.put("Permute", permute(3, 1, 2));
    layers.put("PReLU", prelu());
    layers.put("Dropout", dropout(0.5));
    layers.put("SpatialDropout2D", spatialDropout2d(0.5));
    layers.put("GaussianNoise", gaussianNoise(0.5));
    layers.put("Activation", Activation.TANH);
    layers.put("ReLU", relu());
    layers.put("LeakyReLU", leakyRelu(0.1));
    layers.put("ELU", elu(0.5));
    layers.put("Softmax", Activation.SOFTMAX);
    layers.put("ZeroPadding2D", zeroPadding2d(1));
    layers.put("Cropping2D", cropping2d(1));
    layers.put("UpSampling2D", upSampling2d(2));
    layers.put("Flatten", flatten());
    layers.put("Reshape", reshape(6, 6, 3));
    return layers;
  }

  /// A saved model of a layer with a change in its description.
  private Path changed(Layer layer, Consumer<JsonNode> change) throws IOException {
    var file = folder.resolve("m.keras");
    Model.of(input(6, 6, 3), layer).save(file);
    var members = new TreeMap<String, byte[]>();
    try (var archive = Archive.open(file)) {
      for (String name : new String[] {"config.json", "metadata.json", "model.weights.h5"}) {
        members.put(name, archive.read(name, 1 << 20, in -> in.readAllBytes()));
      }
    }
    var root = MAPPER.readTree(members.get("config.json"));
    change.accept(root);
    members.put("config.json", MAPPER.writeValueAsString(root).getBytes(UTF_8));
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return file;
  }

  private static ObjectNode layer(JsonNode root) {
    return (ObjectNode) root.path("config").path("layers").path(1);
  }

  private static void set(JsonNode object, String option, String json) {
    try {
      ((ObjectNode) object).set(option, MAPPER.readTree(json));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void assertRefused(Layer layer, Consumer<JsonNode> change, String sentence)
      throws IOException {
    var file = changed(layer, change);
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void noLayerPassesOverAnOptionThatItDoesNotKnow() throws IOException {
    for (var each : layers().entrySet()) {
      assertRefused(
          each.getValue(),
          root -> set(layer(root).path("config"), "made_up", "3"),
          ".made_up: expected no such option, got 3.\n  Fix: change it in Python");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Conv2D|activity_regularizer|{\"class_name\":\"L2\",\"config\":{\"l2\":0.1}}|null",
        "Conv2D|kernel_constraint|{\"class_name\":\"NonNeg\",\"config\":{}}|null",
        "Conv2D|bias_constraint|{\"class_name\":\"NonNeg\",\"config\":{}}|null",
        "Conv2D|bias_regularizer|{\"class_name\":\"L2\",\"config\":{\"l2\":0.1}}|null",
        "Conv2D|lora_rank|4|no such option",
        "Conv2D|lora_alpha|4|no such option",
        "Conv2D|data_format|\"channels_first\"|\"channels_last\"",
        "Conv2D|padding|\"causal\"|valid or same",
        "Conv2D|dtype|\"mixed_float16\"|float32",
        "Dense|quantization_config|{\"a\":1}|null",
        "Dense|lora_rank|4|no such option",
        "DepthwiseConv2D|depthwise_constraint|{\"class_name\":\"NonNeg\"}|null",
        "DepthwiseConv2D|groups|3|1",
        "SeparableConv2D|pointwise_constraint|{\"class_name\":\"NonNeg\"}|null",
        "Conv2DTranspose|groups|2|1",
        "Conv2DTranspose|output_padding|[0,1]|the same number for height and width",
        "MaxPooling2D|data_format|\"channels_first\"|\"channels_last\"",
        "GlobalMaxPooling2D|data_format|\"channels_first\"|\"channels_last\"",
        "BatchNormalization|axis|1|the last axis, -1 or 3",
        "BatchNormalization|axis|[1,2]|the last axis, -1 or 3",
        "BatchNormalization|renorm|true|false",
        "BatchNormalization|synchronized|true|false",
        "BatchNormalization|gamma_constraint|{\"class_name\":\"NonNeg\"}|null",
        "BatchNormalization|virtual_batch_size|8|no such option",
        "LayerNormalization|rms_scaling|true|false",
        "LayerNormalization|axis|[1,2,3]|the last axis, -1 or 3",
        "LayerNormalization|center|false|true",
        "GroupNormalization|scale|false|true",
        "GroupNormalization|axis|2|the last axis, -1 or 3",
        "Normalization|invert|true|false",
        "Rescaling|offset|[0.5,0.5,0.5]|one number for all channels",
        "Rescaling|scale|[0.5,0.5,0.5]|one number for all channels",
        "Resizing|antialias|true|false",
        "Resizing|crop_to_aspect_ratio|true|false",
        "Resizing|pad_to_aspect_ratio|true|false",
        "Resizing|interpolation|\"bicubic\"|nearest or bilinear",
        "Resizing|bounding_box_format|\"xyxy\"|no such option",
        "PReLU|shared_axes|[1]|null, or height and width of pictures: [1, 2]",
        "PReLU|alpha_constraint|{\"class_name\":\"NonNeg\"}|null",
        "Dropout|noise_shape|[null,1,1,3]|null or [null, 1, 1, 1]",
        "Activation|activity_regularizer|{\"class_name\":\"L2\"}|no such option",
        "ReLU|threshold|1.5|0",
        "Softmax|axis|1|the last axis, -1 or 3",
        "Softmax|axis|[1,2]|the last axis, -1 or 3",
        "UpSampling2D|interpolation|\"lanczos3\"|nearest or bilinear",
        "Flatten|data_format|\"channels_first\"|\"channels_last\"",
      })
  void optionsThatALayerDoesNotHaveAreRefused(
      String type, String option, String json, String expected) throws IOException {
    assertRefused(
        layers().get(type),
        root -> set(layer(root).path("config"), option, json),
        "." + option + ": expected " + expected + ", got ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Conv2D|batch_input_shape|[null,6,6,3]",
        "Conv2D|activity_regularizer|null",
        "Conv2D|anything|null",
        "DepthwiseConv2D|groups|1",
        "DepthwiseConv2D|kernel_initializer|{\"class_name\":\"GlorotUniform\",\"config\":{}}",
        "BatchNormalization|axis|[3]",
        "BatchNormalization|renorm_momentum|0.99",
        "Softmax|axis|3",
        "Dropout|seed|7",
        "Resizing|fill_value|1",
      })
  void optionsThatChangeNothingAreNotRefused(String type, String option, String json)
      throws IOException {
    var file = changed(layers().get(type), root -> set(layer(root).path("config"), option, json));
    assertThatCode(() -> Model.load(file)).doesNotThrowAnyException();
  }

  @Test
  void whatStandsBesideTheConfigOrInItIsLookedAtToo() throws IOException {
    assertRefused(
        dense(2),
        root -> set(layer(root), "shards", "3"),
        "/dense.shards: expected no such member");
    assertRefused(
        dense(2), root -> set(root, "shards", "3"), "m.keras.shards: expected no such member");
    assertRefused(
        dense(2),
        root -> set(root.path("config"), "shards", "3"),
        "m.keras.shards: expected no such option, got 3");
    assertRefused(
        dense(2),
        root -> set(root.path("config").path("layers").path(0).path("config"), "ragged", "true"),
        "ragged: expected false, got true");
    assertRefused(
        dense(2),
        root -> set(root.path("config").path("layers").path(0).path("config"), "dtype", "\"bool\""),
        "dtype: expected float32, got \"bool\"");
    assertRefused(
        dense(2),
        root ->
            set(
                layer(root).path("config"),
                "kernel_initializer",
                "{\"class_name\":\"Zeros\",\"config\":{\"made_up\":1}}"),
        ".kernel_initializer.made_up: expected no such option, got 1");
    assertRefused(
        dense(2),
        root ->
            set(
                layer(root).path("config"),
                "kernel_regularizer",
                "{\"class_name\":\"L2\",\"config\":{\"l1\":1}}"),
        ".kernel_regularizer.l1: expected no such option, got 1");
  }

  @Test
  void aClassOfSomebodyElseIsNotTakenForTheOneOfKeras() throws IOException {
    assertRefused(
        dense(2),
        root -> {
          layer(root).put("module", "my_layers").put("registered_name", "mine>Dense");
        },
        "expected a layer that Fovea has, got Dense.\n"
            + "  Fix: write it as a record and call LayerTypes.register(\"mine>Dense\", ...)");
    assertRefused(
        dense(2),
        root ->
            set(
                layer(root).path("config"),
                "activation",
                "{\"module\":\"my\",\"class_name\":\"function\",\"config\":\"relu\"}"),
        "activation: expected an activation that Fovea has");
  }

  /// Of sequences the last axis is 2, of features 1.
  @Test
  void theLastAxisDependsOnHowManyThereAre() throws IOException {
    for (int axis : new int[] {1, 3}) {
      var file = folder.resolve("flat.keras");
      var flat = Model.of(input(4), dense(3), batchNorm());
      flat.save(file);
      var read = rewritten(file, "\"axis\":-1", "\"axis\":[" + axis + "]");
      if (axis == 1) {
        assertThat(Model.load(read).parameters()).isEqualTo(flat.parameters());
      } else {
        assertThatThrownBy(() -> Model.load(read))
            .hasMessageContaining("axis: expected the last axis, -1 or 1, got [3]");
      }
    }
  }

  private Path rewritten(Path file, String old, String now) throws IOException {
    var members = new TreeMap<String, byte[]>();
    try (var archive = Archive.open(file)) {
      for (String name : new String[] {"config.json", "model.weights.h5"}) {
        members.put(name, archive.read(name, 1 << 20, in -> in.readAllBytes()));
      }
    }
    var text = new String(members.get("config.json"), UTF_8);
    assertThat(text).contains(old);
    members.put("config.json", text.replace(old, now).getBytes(UTF_8));
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -7})
  void sizesBelowOneAreRefused(int size) throws IOException {
    var file = folder.resolve("flat.keras");
    Model.of(input(4, 4, 3), conv2d(2, 3)).save(file);
    var read = rewritten(file, "[null,4,4,3]", "[null,4,4," + size + "]");
    assertThatThrownBy(() -> Model.load(read))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("batch_shape: expected sizes of at least 1, got [null,4,4," + size);
  }
}
