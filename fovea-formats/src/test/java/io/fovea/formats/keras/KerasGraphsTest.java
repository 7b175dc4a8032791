// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.formats.keras.KerasFixturesTest.fixture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.loss.SimpleLoss;
import io.fovea.optim.Nadam;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Fit;
import io.fovea.train.Model;
import io.fovea.train.Objective;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs of several inputs and outputs, shared layers and models inside models, as Keras 3.16 saved them,
/// with what it predicted. Inputs and outputs stand in Keras' flat order.
class KerasGraphsTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  private static JsonNode facts(String name) {
    try {
      var file = fixture("graphs/graphs.json");
      return JsonMapper.builder().build().readTree(Files.readAllBytes(file)).path(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Tensor> tensors(JsonNode list) {
    var tensors = new ArrayList<Tensor>();
    for (var one : list) {
      var sizes = new ArrayList<Integer>();
      one.path("shape").forEach(size -> sizes.add(size.intValue()));
      var values = one.path("values");
      tensors.add(
          Tensor.generate(new Shape(sizes), k -> values.path(Math.toIntExact(k)).doubleValue()));
    }
    return tensors;
  }

  private static Model load(Path file) {
    return Model.load(file).runOn(Engines.named("reference"));
  }

  private static void assertPredicts(Model model, JsonNode facts, String key) {
    var expected = tensors(facts.path(key));
    var actual = model.predictAll(tensors(facts.path("inputs")), 32);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertClose(actual.get(i), expected.get(i));
    }
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] now = actual.toArray();
    float[] then = expected.toArray();
    for (int i = 0; i < now.length; i++) {
      assertThat(now[i]).isCloseTo(then[i], within((float) TOLERANCE));
    }
  }

  private static List<String> names(JsonNode facts) {
    var names = new ArrayList<String>();
    facts.path("names").forEach(name -> names.add(name.textValue()));
    return names;
  }

  private void assertReads(String name, String ending) {
    var facts = facts(name);
    var model = load(fixture("graphs/" + name + ending));
    assertThat(model.network().inputNames()).isEqualTo(names(facts));
    assertPredicts(model, facts, "outputs");
    for (String again : List.of("again.keras", "again.h5", "again.fovea")) {
      var file = folder.resolve(again);
      model.save(file);
      var back = load(file);
      assertThat(back.network().inputNames()).isEqualTo(names(facts));
      assertThat(back.network().outputNames()).isEqualTo(model.network().outputNames());
      assertPredicts(back, facts, "outputs");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "siamese",
        "thrice",
        "two_inputs",
        "keyed_inputs",
        "keys_in_keys",
        "nested_pairs",
        "nested_keys",
        "depths",
        "letters",
        "minus",
        "heads"
      })
  void eachGraphPredictsAsInKerasAndAgainWhenItIsSavedHere(String name) {
    assertReads(name, ".keras");
    assertReads(name, ".h5");
  }

  /// Keras counts layers of a class in an order of its own, so weights tell whether it is the same here.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "siamese",
        "thrice",
        "keys_in_keys",
        "nested_pairs",
        "nested_keys",
        "depths",
        "heads"
      })
  void weightsAloneFindTheirLayers(String name) {
    var facts = facts(name);
    var model = load(fixture("graphs/" + name + ".keras")).initialize(7);
    model.loadWeights(fixture("graphs/" + name + ".weights.h5"));
    assertPredicts(model, facts, "outputs");
    for (String again : List.of("again.weights.h5", "again.h5")) {
      model.saveWeights(folder.resolve(again));
      model.initialize(9).loadWeights(folder.resolve(again));
      assertPredicts(model, facts, "outputs");
    }
    model.initialize(9).loadWeights(fixture("graphs/" + name + ".h5"));
    assertPredicts(model, facts, "outputs");
  }

  @Test
  void inputsAndOutputsGoByTheirKeys() {
    var facts = facts("heads");
    var model = load(fixture("graphs/heads.keras"));
    assertThat(model.network().outputNames()).containsExactly("a_right", "z_left");
    var outputs = model.predict(Map.of("x", tensors(facts.path("inputs")).getFirst()));
    assertThat(outputs).containsOnlyKeys("a_right", "z_left");
    assertClose(outputs.get("z_left"), tensors(facts.path("outputs")).get(1));
    assertThatThrownBy(() -> model.predict(Map.of("y", outputs.get("z_left"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "functional.predict: expected inputs of the names [x], got [y].\n"
                + "  Fix: name each input of the network, and nothing else.");
    assertThat(load(fixture("graphs/keys_in_keys.keras")).network().outputNames())
        .containsExactly("a/0", "a/1", "b/a", "b/y");
  }

  private static JsonNode config(Path file) {
    try (var archive = Archive.open(file)) {
      return archive.read("config.json", 1 << 20, in -> new JsonMapper().readTree(in));
    }
  }

  @ParameterizedTest
  @CsvSource({"keyed_inputs, input_layers", "keys_in_keys, output_layers", "heads, output_layers"})
  void keysStandInTheFileAgain(String name, String member) {
    var first = fixture("graphs/" + name + ".keras");
    load(first).save(folder.resolve("again.keras"));
    assertThat(config(folder.resolve("again.keras")).path("config").path(member))
        .isEqualTo(config(first).path("config").path(member));
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void lossesByKeyAndTheMemoryOfNadamGoOnWhereKerasStopped(String ending) {
    var facts = facts("heads");
    var model = load(fixture("graphs/heads" + ending));
    assertLearnsOn(model, facts);
    for (String again : List.of("again.keras", "again.h5")) {
      load(fixture("graphs/heads" + ending)).save(folder.resolve(again));
      assertLearnsOn(load(folder.resolve(again)), facts);
    }
  }

  private static void assertLearnsOn(Model model, JsonNode facts) {
    var objectives = model.compilation().orElseThrow().objectives();
    assertThat(objectives).extracting(Objective::output).containsExactly("a_right", "z_left");
    assertThat(objectives)
        .extracting(Objective::loss)
        .containsExactly(SimpleLoss.MEAN_ABSOLUTE_ERROR, SimpleLoss.MEAN_SQUARED_ERROR);
    assertThat(objectives).extracting(Objective::weight).containsExactly(3.0, 1.0);
    assertThat(objectives.getFirst().metrics()).hasSize(1);
    assertThat(model.optimizer()).isInstanceOf(Nadam.class);
    assertThat(model.iterations()).isEqualTo(3);
    var labels = tensors(facts.path("labels"));
    var data = Dataset.of(tensors(facts.path("inputs")), labels);
    assertThat(model.fit(data, Fit.epochs(3).batch(2).inOrder()).epochs()).hasSize(3);
    assertPredicts(model, facts, "later");
  }

  /// The one number beside the slots, by hand: `0.9 (1 - 0.96 / 2) = 0.468` after the first update.
  @Test
  void nadamsProductIsThatOfKeras() {
    var nadam = new Nadam(io.fovea.optim.Optimizers.nadam(1e-3).settings(), 0.9, 0.999, 1e-7);
    assertThat(nadam.product(0)).isEqualTo(1);
    assertThat(nadam.product(1)).isCloseTo(0.468, within(1e-12));
    assertThat(nadam.product(2)).isCloseTo(0.468 * 0.9 * (1 - 0.5 * 0.9216), within(1e-12));
    assertThat(nadam.product(100_000)).isZero();
  }

  @Test
  void anOperationIsNoLayerOfTheSameName() {
    assertThatThrownBy(() -> load(fixture("graphs/average_of_one.h5")))
        .isInstanceOf(FormatException.class)
        .hasMessageEndingWith(
            "/average: expected a layer, got Average, an operation between layers.\n"
                + "  Fix: replace it in Python by a layer such as Add, Multiply, Rescaling or"
                + " Activation.");
  }

  @Test
  void aDilatedTransposedConvolutionDoesAsInKeras() {
    assertReads("dilated", ".keras");
  }

  private static Tensor raw(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int[] sizes = IntStream.range(0, bytes.getInt()).map(_ -> bytes.getInt()).toArray();
    var values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return Tensor.of(Shape.of(sizes), values);
  }

  /// Reshape with -1, Resizing called with `training`, Conv2DTranspose with `output_padding=0`.
  @ParameterizedTest
  @ValueSource(strings = {"reshape_minus", "resizing", "transpose_op0"})
  void whatKerasWritesWithoutNeedIsNoReasonToRefuse(String name) throws IOException {
    var model = load(fixture("faults/" + name + ".keras"));
    assertClose(
        model.predict(raw(fixture("faults/" + name + ".in"))),
        raw(fixture("faults/" + name + ".out")));
  }

  @Test
  void namesOfLayersAreWrittenForEveryBackendAndComeBack() {
    var x = io.fovea.nn.Layers.input("Bild ä", 4);
    var model =
        Model.to(
            "net-v1.5",
            x.then("layer1.0.conv", io.fovea.nn.Layers.dense(4))
                .then("layer1_0_conv", io.fovea.nn.Layers.dense(3))
                .then("層", io.fovea.nn.Layers.dense(2)));
    for (String name : List.of("m.keras", "m.h5")) {
      var file = folder.resolve(name);
      model.save(file);
      var back = load(file);
      assertThat(back.name()).isEqualTo("net-v1.5");
      assertThat(back.network().inputNames()).containsExactly("Bild ä");
      assertThat(back.network().layers())
          .extracting(call -> call.name())
          .containsExactly("layer1.0.conv", "layer1_0_conv", "層");
      back.save(folder.resolve("again.keras"));
      var written = new HashMap<String, String>();
      for (var layer : config(folder.resolve("again.keras")).path("config").path("layers")) {
        written.put(layer.path("config").path("name").asText(), layer.path("class_name").asText());
      }
      assertThat(written).containsOnlyKeys("Bild ä", "layer1_0_conv", "layer1_0_conv_1", "layer_");
    }
    assertThat(config(folder.resolve("again.keras")).path("config").path("name").asText())
        .isEqualTo("net-v1_5");
  }
}
