// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.nn.Activation;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.nn.Padding;
import io.fovea.nn.Size;
import io.fovea.nn.Sliding;
import io.fovea.nn.ZeroPadding2d;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Borders of given widths are layers of zeros in Keras' files, where that is the same.
class KerasPaddingTest {
  private static final Padding END = new Padding.Explicit(0, 1, 0, 1);

  @TempDir Path folder;

  /// All layers that have a border, on ways of different length.
  private static Model bordered() {
    var x =
        input(9, 9, 3)
            .then("conv1", conv2d(4, 3).stride(2).pad(1).noBias())
            .then("bn1", batchNorm())
            .then("relu", relu())
            .then("pool", maxPool2d(3).stride(2).pad(1));
    var y =
        x.then("deep.1", depthwiseConv2d(2).padding(END))
            .then("deep.2", separableConv2d(4, 3).pad(1))
            .then("deep", sequential(conv2d(4, 3).pad(1), conv2d(4, 1)));
    var z = x.then("plain", conv2d(4, 1)).then("wide", conv2d(4, 5).pad(2));
    var sum = y.join("sum", add(), z, x.then("short", conv2d(4, 1)));
    return on(Model.to("bordered", sum.then(flatten()).then("head", dense(2)))).initialize(6);
  }

  private static Model on(Model model) {
    return model.runOn(Engines.named("reference"));
  }

  private static float[] scores(Model model) {
    var shape = model.network().inputShape().batch(2);
    return model.predict(Tensor.generate(shape, i -> Rng.of(1).normal(i))).toArray();
  }

  private static List<String> names(JsonNode layers) {
    var names = new ArrayList<String>();
    layers.forEach(layer -> names.add(layer.path("config").path("name").asText()));
    return names;
  }

  private static JsonNode layers(Path file) {
    try (var archive = Archive.open(file)) {
      return archive
          .read("config.json", 1 << 20, in -> new JsonMapper().readTree(in))
          .path("config")
          .path("layers");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.h5"})
  void bordersAreLayersOfTheFile(String name) {
    var file = folder.resolve(name);
    bordered().save(file);
    var loaded = on(Model.load(file));
    assertThat(scores(loaded)).isEqualTo(scores(bordered()));
    assertThat(loaded.network().layers())
        .extracting(Network.Call::path)
        .containsSubsequence("conv1_pad", "conv1", "pool_pad", "pool")
        .contains("deep.1_pad", "deep.2_pad", "wide_pad");
    assertThat(loaded.network().layers().get(0).layer())
        .isEqualTo(new ZeroPadding2d(new Padding.Explicit(1, 1, 1, 1)));
    assertThat(loaded.network().layers().get(1).layer()).isEqualTo(conv2d(4, 3).stride(2).noBias());
    for (var variable : bordered().variables()) {
      assertThat(loaded.variables())
          .anyMatch(v ->
              v.shape().equals(variable.shape())
                  && v.path().endsWith(variable.path().replace("deep/", "deep_")));
    }
    assertThat(loaded.parameters()).isEqualTo(bordered().parameters());
  }

  /// Keras puts layers into its own order and counts classes in it, so files must have that order.
  @Test
  void layersStandInKerasOrderWithTheirBorders() {
    var file = folder.resolve("model.keras");
    bordered().save(file);
    var order =
        Stream.concat(
            Stream.of("input"),
            Model.load(file).network().layers().stream()
                .map(call -> call.path().replace('.', '_')));
    assertThat(names(layers(file))).containsExactlyElementsOf(order.toList());
    assertThat(names(layers(file))).contains("wide_pad");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.weights.h5", "model.h5", "model.keras"})
  void weightsStayWithTheirLayers(String name) {
    var file = folder.resolve(name);
    bordered().saveWeights(file);
    assertThat(scores(bordered().initialize(9).loadWeights(file))).isEqualTo(scores(bordered()));
  }

  @Test
  void aResNetOfTorchvisionIsTheSameAgain() {
    var model =
        on(Model.to("resnet18", Zoo.entry("resnet18").network().on(input(32, 32, 3))))
            .initialize(2);
    var file = folder.resolve("resnet18.keras");
    model.save(file);
    var loaded = on(Model.load(file));
    assertThat(loaded.variables())
        .extracting(variable -> variable.path())
        .containsExactlyElementsOf(
            model.variables().stream().map(variable -> variable.path()).toList());
    assertThat(scores(loaded)).isEqualTo(scores(model));
  }

  @Test
  void aNameThatIsTakenStays() {
    var model = Model.of(input(4, 4, 1), conv2d(1, 3).pad(1));
    var x = input(4, 4, 1).then("c_pad", conv2d(1, 1)).then("c", conv2d(1, 3).pad(1));
    var file = folder.resolve("model.keras");
    Model.to("taken", x).save(file);
    assertThat(names(layers(file))).containsExactly("input", "c_pad", "c_pad_", "c");
    model.save(file);
    assertThat(names(layers(file))).containsExactly("input", "conv2d_pad", "conv2d");
  }

  // ---- pooling -------------------------------------------------------------------------------

  static Stream<Arguments> neverNegative() {
    return Stream.of(
        of("relu", x -> x.relu()),
        of("inside a convolution", x -> x.then(conv2d(2, 1).relu())),
        of("relu6", x -> x.then(Activation.RELU6)),
        of("sigmoid", x -> x.then(Activation.SIGMOID)),
        of("softmax", x -> x.then(softmax())),
        of("sum", x -> x.relu().plus(x.then(Activation.SIGMOID))),
        of("joined", x -> x.relu().join(concatenate(), x.relu())),
        of("pooled", x -> x.relu().then(maxPool2d(2)).then(avgPool2d(2))));
  }

  private static Arguments of(String name, Layer layer) {
    return Arguments.of(name, layer);
  }

  private static Model pooled(Layer before) {
    var x = input(12, 12, 2).then("stem", conv2d(2, 1)).then("before", before);
    return on(Model.to("pooled", x.then("pool", maxPool2d(3).stride(2).pad(1)))).initialize(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("neverNegative")
  void whatIsNeverNegativeMayHaveZerosAround(String name, Layer before) {
    var file = folder.resolve("model.keras");
    pooled(before).save(file);
    assertThat(names(layers(file))).contains("pool_pad");
    assertThat(scores(on(Model.load(file)))).isEqualTo(scores(pooled(before)));
  }

  static Stream<Arguments> perhapsNegative() {
    return Stream.of(
        of("pictures", x -> x),
        of("leaky relu", x -> x.then(leakyRelu(0.1))),
        of("tanh", x -> x.then(Activation.TANH)),
        of("difference", x -> x.relu().minus(x.then(Activation.SIGMOID))),
        of("one part", x -> x.relu().join(concatenate(), x)),
        of("batch norm", x -> x.relu().then(batchNorm())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("perhapsNegative")
  void whatMayBeNegativeIsRefused(String name, Layer before) {
    assertThat(KerasFormat.holds(pooled(before))).isFalse();
    assertThatThrownBy(() -> pooled(before).save(folder.resolve("model.keras")))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "pool: expected padding that Keras has: none, same(), or a border narrower than the"
                + " window around what is never negative, got Explicit[top=1, bottom=1, left=1,"
                + " right=1].\n  Fix: put relu() before the pooling, or save as .fovea.");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void meansDoNotCountTheirBorder() {
    var model = Model.of(input(4, 4, 1), relu(), avgPool2d(3).pad(1));
    assertThatThrownBy(() -> model.save(folder.resolve("model.keras")))
        .hasMessage(
            "average_pooling2d: expected padding that Keras has: none, or same(), got"
                + " Explicit[top=1, bottom=1, left=1, right=1].\n"
                + "  Fix: use one of these, or save as .fovea.");
  }

  @Test
  void windowsWithGapsAreRefused() {
    var gaps = Sliding.over(2).dilation(Size.square(2));
    var model = Model.of(input(4, 4, 1), maxPool2d(2).sliding(gaps));
    assertThatThrownBy(() -> model.save(folder.resolve("model.keras")))
        .hasMessageStartingWith("max_pooling2d: expected pooling without dilation, got Sliding[")
        .hasMessageEndingWith("\n  Fix: save as .fovea.");
  }
}
