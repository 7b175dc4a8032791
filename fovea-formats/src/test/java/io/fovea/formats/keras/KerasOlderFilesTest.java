// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.formats.keras.KerasFixturesTest.fixture;
import static io.fovea.optim.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.engine.Engines;
import io.fovea.formats.Archive;
import io.fovea.formats.hdf5.H5File;
import io.fovea.formats.hdf5.H5Files;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Group.Attribute;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands in files of Keras beside layers and weights, and how older versions wrote layers.
class KerasOlderFilesTest {
  @TempDir Path folder;

  @Test
  void whatTheOptimizerOfKerasRememberedIsTakenOverVariableByVariable() {
    var model = Model.load(fixture("functional.keras"));
    assertThat(model.optimizer()).isEqualTo(adam(0.0010000000474974513));
    assertThat(model.iterations()).isEqualTo(7);
    assertThat(model.metrics()).extracting(metric -> metric.name()).containsExactly("accuracy");
    byte[] weights;
    try (var archive = Archive.open(fixture("functional.keras"))) {
      weights = archive.read("model.weights.h5", 1 << 20, in -> in.readAllBytes());
    }
    var trained = model.variables().stream().filter(Variable::trainable).toList();
    try (var h5 = H5File.of("fixture", ByteBuffer.wrap(weights))) {
      assertThat(h5.count("optimizer/vars")).isEqualTo(2 + 2 * trained.size());
      for (int i = 0; i < trained.size(); i++) {
        var slots = model.slots().get(trained.get(i));
        for (int k = 0; k < 2; k++) { // momentum, velocity
          assertThat(slots.get(k).read())
              .as(trained.get(i).path())
              .isEqualTo(h5.floats("optimizer/vars/" + (2 + 2 * i + k)));
        }
      }
    }
  }

  // ---- Keras 2 -------------------------------------------------------------------------------

  /// The same model as Keras 2 described it: sizes and types in other members, connections as lists.
  private static ObjectNode older(ObjectNode model) {
    if (model.path("class_name").asText().equals("Functional")) {
      model.put("class_name", "Model");
    }
    var config = (ObjectNode) model.path("config");
    config.remove(List.of("dtype", "build_input_shape", "trainable"));
    for (var entry : config.path("layers")) {
      var layer = (ObjectNode) entry;
      var inner = (ObjectNode) layer.path("config");
      switch (layer.path("class_name").asText()) {
        case "Functional", "Sequential" -> older(layer);
        case "InputLayer" -> {
          inner.set("batch_input_shape", inner.remove("batch_shape"));
          inner.remove("optional");
        }
        case "BatchNormalization" -> {
          inner.putArray("axis").add(3);
          inner.remove("synchronized");
        }
        default -> {}
      }
      if (inner.has("dtype")) {
        inner.put("dtype", "float32");
      }
      if (layer.has("inbound_nodes")) {
        layer.set("inbound_nodes", lists(layer.path("inbound_nodes")));
      }
    }
    ends(config, "input_layers");
    ends(config, "output_layers");
    return model;
  }

  /// A list of calls, each a list of `[layer, node, tensor, arguments]`.
  private static ArrayNode lists(JsonNode nodes) {
    var calls = JsonNodeFactory.instance.arrayNode();
    for (var node : nodes) {
      var call = calls.addArray();
      var tensors = node.path("args").path(0);
      for (var tensor : tensors.isArray() ? tensors : node.path("args")) {
        ((ArrayNode) tensor.path("config").path("keras_history")).addObject();
        call.add(tensor.path("config").path("keras_history"));
      }
    }
    return calls;
  }

  private static void ends(ObjectNode config, String key) {
    if (config.path(key).path(0).isTextual()) {
      var one = config.remove(key);
      config.putArray(key).add(one);
    }
  }

  @Test
  void modelsInTheWordsOfKeras2PredictTheSame() {
    var model = Model.load(fixture("functional_legacy.h5"));
    var written = new KerasWriter(true).write(model);
    var root = new H5Group();
    root.attribute("keras_version", new Attribute.Fields(List.of("2.4.0")));
    root.attribute("backend", new Attribute.Fields(List.of("tensorflow")));
    var config = KerasJson.text(older(written.json()));
    assertThat(config).contains("batch_input_shape").doesNotContain("keras_tensor");
    root.attribute("model_config", new Attribute.Fields(List.of(config)));
    KerasWeights.writeOld(written.item(), root.group("model_weights"));
    var file = folder.resolve("keras2.h5");
    H5Files.write(file, root);
    var x = Tensor.generate(Shape.of(2, 8, 8, 3), k -> k * 7 % 256);
    var engine = Engines.named("reference");
    assertThat(Model.load(file).runOn(engine).predict(x)).isEqualTo(model.runOn(engine).predict(x));
  }
}
