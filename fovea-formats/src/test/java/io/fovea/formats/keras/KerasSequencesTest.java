// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.formats.hdf5.H5File;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.ConvNext;
import io.fovea.zoo.Top;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sequences with a name of their own are models inside a model in Keras' files, as in ConvNeXt.
class KerasSequencesTest {
  @TempDir Path folder;

  private static Model convNext() {
    var network =
        new ConvNext("tiny", List.of(1, 2, 1, 1), List.of(4, 6, 8, 10), new Top.Classes(3));
    return on(Model.to("tiny", network.on(input(32, 32, 3)))).initialize(4);
  }

  private static Model on(Model model) {
    return model.runOn(Engines.named("reference"));
  }

  private static Tensor scores(Model model) {
    var shape = model.network().inputShape().batch(2);
    return model.predict(Tensor.generate(shape, i -> 255 * Rng.of(1).uniform(i)));
  }

  private static JsonNode config(Path file) {
    try (var archive = Archive.open(file)) {
      return archive.read("config.json", 1 << 20, in -> new JsonMapper().readTree(in));
    }
  }

  private static JsonNode layer(JsonNode model, String name) {
    return StreamSupport.stream(model.path("config").path("layers").spliterator(), false)
        .filter(layer -> layer.path("config").path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.h5"})
  void aConvNextIsTheSameAgain(String name) {
    var file = folder.resolve(name);
    convNext().save(file);
    var loaded = on(Model.load(file));
    assertThat(loaded.variables()).hasSameSizeAs(convNext().variables());
    assertThat(loaded.network().layers())
        .extracting(call -> call.path())
        .contains("tiny_stem", "tiny_downsampling_block_2", "tiny_stage_1_block_1_layer_scale");
    assertThat(scores(loaded).toArray()).isEqualTo(scores(convNext()).toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.weights.h5", "model.h5", "model.keras"})
  void weightsOfAConvNextAreTheSameAgain(String name) {
    var file = folder.resolve(name);
    convNext().saveWeights(file);
    var loaded = convNext().initialize(9).loadWeights(file);
    assertThat(scores(loaded).toArray()).isEqualTo(scores(convNext()).toArray());
  }

  @Test
  void filesNameWhatPythonNeeds() {
    var file = folder.resolve("model.keras");
    convNext().save(file);
    var stem = layer(config(file), "tiny_stem");
    assertThat(stem.path("class_name").asText()).isEqualTo("Sequential");
    assertThat(stem.path("config").path("layers"))
        .extracting(layer -> layer.path("class_name").asText())
        .containsExactly("InputLayer", "Conv2D", "LayerNormalization");
    var scale = layer(config(file), "tiny_stage_0_block_0_layer_scale");
    // the class as keras/src/applications/convnext.py has it, which Keras imports by its module
    assertThat(scale.path("module").asText()).isEqualTo("keras.src.applications.convnext");
    assertThat(scale.path("class_name").asText()).isEqualTo("LayerScale");
    assertThat(scale.path("registered_name").asText()).isEqualTo("LayerScale");
    assertThat(scale.path("config").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("name", "trainable", "dtype", "init_values", "projection_dim");
    assertThat(scale.path("config").path("projection_dim").asInt()).isEqualTo(4);
    try (var archive = Archive.open(file)) {
      byte[] weights = archive.read("model.weights.h5", 1 << 20, in -> in.readAllBytes());
      try (var h5 = H5File.of("file", ByteBuffer.wrap(weights))) {
        assertThat(h5.shape("layers/sequential/layers/conv2d/vars/0"))
            .isEqualTo(Shape.of(4, 4, 3, 4));
        assertThat(h5.shape("layers/sequential_3/layers/layer_normalization/vars/1"))
            .isEqualTo(Shape.of(8));
        assertThat(h5.shape("layers/layer_scale_1/vars/0")).isEqualTo(Shape.of(6));
      }
    }
  }

  @Test
  void frozenSequencesStayFrozen() {
    var model = convNext();
    model.freeze("tiny_stem");
    var file = folder.resolve("model.keras");
    model.save(file);
    assertThat(Model.load(file).trainableParameters())
        .isEqualTo(model.parameters() - (4 * 4 * 3 * 4 + 3 * 4));
  }

  @Test
  void aSharedSequenceIsOneModel() {
    var encoder = shared("encoder", sequential(conv2d(3, 2).tanh(), globalAvgPool2d()));
    var x = input(6, 6, 3);
    var model =
        on(Model.to("pair", x.then(encoder).minus(x.times(2).then(encoder)).then(dense(1))))
            .initialize(2);
    var file = folder.resolve("model.keras");
    model.save(file);
    assertThat(layer(config(file), "encoder").path("inbound_nodes")).hasSize(2);
    var loaded = on(Model.load(file));
    assertThat(loaded.variables()).hasSize(4);
    assertThat(scores(loaded).toArray()).isEqualTo(scores(model).toArray());
  }

  @Test
  void sequencesThatAreNoneInKerasAreWrittenLayerByLayer() {
    var x = input(8, 8, 3);
    var fork = sequential(conv2d(3, 3).same(), y -> y.plus(x), squeezeExcite(1));
    var model = on(Model.to("fork", x.then("block", fork).then(flatten()))).initialize(2);
    var file = folder.resolve("model.keras");
    model.save(file);
    assertThat(layer(config(file), "block_conv2d").path("class_name").asText()).isEqualTo("Conv2D");
    var loaded = on(Model.load(file));
    assertThat(scores(loaded).toArray()).isEqualTo(scores(model).toArray());
  }

  /// `convnext.keras` is what Keras 3.15.1 saved of `applications.convnext.ConvNeXt` with one unit of 4,
  /// 6, 8 and 10 maps in each stage, every variable moved by random numbers; the scores are those that
  /// it gave on JAX for `input[k] = 7 k mod 251`.
  @ParameterizedTest
  @ValueSource(strings = {"reference", "onednn"})
  void aConvNextOfPythonGivesItsRecordedScores(String engine) {
    var model =
        Model.load(KerasFixturesTest.fixture("convnext.keras")).runOn(Engines.named(engine));
    assertThat(model.parameters()).isEqualTo(4277);
    var x = Tensor.generate(Shape.of(2, 32, 32, 3), k -> k * 7 % 251);
    float[] recorded = {
      0.320307285f, 0.158808053f, 0.520884633f, 0.758821666f, 0.0416889675f, 0.1994894f
    };
    assertThat(model.predict(x).toArray()).containsExactly(recorded, within(1e-5f));
  }

  // ---- sums as Python writes them ------------------------------------------------------------

  /// A saved network with its sums as the operations that `x + y` makes in Python.
  private Path withOperations(Consumer<ObjectNode> change) {
    var plain = folder.resolve("plain.keras");
    convNext().save(plain);
    var file = folder.resolve("operations.keras");
    var root = config(plain);
    for (var layer : root.path("config").path("layers")) {
      if (layer instanceof ObjectNode sum && layer.path("class_name").asText().equals("Add")) {
        sum.put("module", "keras.src.ops.numpy").put("registered_name", "Add");
        sum.putObject("config").put("name", sum.path("name").asText());
        var node = (ObjectNode) sum.path("inbound_nodes").path(0);
        node.set("args", node.path("args").path(0));
        change.accept(sum);
      }
    }
    try (var archive = Archive.open(plain)) {
      byte[] weights = archive.read("model.weights.h5", 1 << 20, in -> in.readAllBytes());
      Archive.write(
          file,
          zip -> {
            Archive.addStored(zip, "config.json", root.toString().getBytes(StandardCharsets.UTF_8));
            Archive.addStored(zip, "model.weights.h5", weights);
          });
    }
    return file;
  }

  @Test
  void operationsOnTwoValuesAreLayers() {
    var loaded = on(Model.load(withOperations(_ -> {})));
    assertThat(loaded.variables()).hasSameSizeAs(convNext().variables());
    assertThat(scores(loaded).toArray()).isEqualTo(scores(convNext()).toArray());
    var nameless = on(Model.load(withOperations(sum -> sum.remove("module")))); // as in .h5 files
    assertThat(scores(nameless).toArray()).isEqualTo(scores(convNext()).toArray());
  }

  @Test
  void otherOperationsAreRefused() {
    var power = withOperations(sum -> sum.put("class_name", "Power"));
    assertThatThrownBy(() -> Model.load(power))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            power
                + "/add: expected a layer, got Power, an operation between layers.\n  Fix: replace"
                + " it in Python by a layer such as Add, Multiply, Rescaling or Activation.");
    var two = withOperations(sum -> arguments(sum).set(0, 1).set(1, 2));
    assertThatThrownBy(() -> Model.load(two))
        .hasMessageStartingWith(two + "/add: expected the output of a layer, got 1.");
    var text = withOperations(sum -> arguments(sum).set(1, "2"));
    assertThatThrownBy(() -> Model.load(text))
        .hasMessageStartingWith(text + "/add: expected the output of a layer, got \"2\".");
  }

  private static ArrayNode arguments(JsonNode operation) {
    return (ArrayNode) operation.path("inbound_nodes").path(0).path("args");
  }
}
