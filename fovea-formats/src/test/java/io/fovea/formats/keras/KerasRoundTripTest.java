// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Initializers.heNormal;
import static io.fovea.nn.Layers.*;
import static io.fovea.optim.Optimizers.*;
import static io.fovea.optim.Schedules.cosineDecay;
import static io.fovea.train.Fit.epochs;
import static io.fovea.train.Objective.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.formats.LayerTypes;
import io.fovea.nn.Activation;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.optim.Optimizer;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerasRoundTripTest {
  @TempDir Path folder;

  private static final Dataset DATA =
      Dataset.of(
          Tensor.generate(Shape.of(12, 8, 8, 3), i -> Rng.of(7).normal(i)),
          Tensor.generate(Shape.of(12), i -> i % 3));

  /// A layer of the user's own that is made of others.
  record Unit(int filters) implements Layer {
    @Override
    public Node on(Node x) {
      var y = x.then(conv2d(filters, 3).same().noBias()).then(batchNorm()).relu();
      return y.plus(x.then("skip", conv2d(filters, 1))).times(0.5);
    }
  }

  /// A layer of the user's own with a parameter of its own.
  record ChannelScale(double start) implements Layer {
    @Override
    public Node on(Node x) {
      return x.times(x.param("gamma", io.fovea.nn.Initializers.constant(start), x.channels()));
    }
  }

  private static Model branched() {
    var x = input("picture", 8, 8, 3);
    var stem =
        x.then(
            "stem", conv2d(4, 3).stride(2).same().kernelInitializer(heNormal()).l2(1e-4).swish());
    var left = stem.then("left", depthwiseConv2d(3).same()).then("norm", layerNorm());
    var right = stem.then("right", separableConv2d(4, 3).same()).then(leakyRelu(0.2));
    var shared = Model.to("shared", input(4, 4, 4).then("c", conv2d(4, 1)).then("b", batchNorm()));
    var sum = left.then("shared", shared).join("sum", add(), right, stem.then("shared_1", shared));
    var all =
        sum.join(concatenate(), left)
            .then("unit", new Unit(8))
            .then("mid", conv2dTranspose(4, 3).stride(2).same())
            .then(maxPool2d(2))
            .then(elu(0.5))
            .then("drop", stochasticDepth(0.1))
            .then(spatialDropout2d(0.1))
            .then("gelu", Activation.GELU)
            .then(upSampling2d(2).bilinear())
            .then(zeroPadding2d(1, 0, 2, 1))
            .then(avgPool2d(2));
    return Model.to("branched", all.then(flatten()).then("head", dense(3).softmax()))
        .runOn(Engines.named("reference"))
        .initialize(3);
  }

  private static Model chain() {
    return Model.of(
            input(8, 8, 3),
            rescaling(1 / 255.0).offset(-1),
            conv2d(4, 3).noBias(),
            batchNorm().momentum(0.9).noScale(),
            relu(),
            globalAvgPool2d(),
            dropout(0.25),
            dense(3).softmax())
        .runOn(Engines.named("reference"))
        .initialize(5);
  }

  private static Model shaped() {
    return Model.of(
            input(8, 8, 3),
            cropping2d(1, 0, 2, 1),
            resizing(6, 9),
            conv2d(4, 3),
            groupNorm(2).epsilon(1e-4),
            gaussianNoise(0.1),
            resizing(3, 3).nearest(),
            flatten(),
            dense(3).softmax())
        .runOn(Engines.named("reference"))
        .initialize(6);
  }

  private static Model volume() {
    return Model.of(
            input(8, 8, 3),
            permute(2, 1, 3),
            prelu(),
            prelu().sharedByMap(),
            reshape(2, 4, 8, 3),
            conv3d(4, 1, 2, 3).same().stride(2).groups(1).relu(),
            reshape(8, 4),
            conv1d(4, 3).causal().dilation(2).groups(2),
            conv1d(2, 2).stride(2),
            flatten(),
            dense(3).softmax())
        .runOn(Engines.named("reference"))
        .initialize(7);
  }

  private Model again(Model model, String name) {
    var file = folder.resolve(name);
    model.save(file);
    return Model.load(file).runOn(Engines.named("reference"));
  }

  private static int[] bits(float[] values) {
    var bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static void assertSame(Model actual, Model expected) {
    assertThat(actual.variables()).hasSameSizeAs(expected.variables());
    for (int i = 0; i < actual.variables().size(); i++) {
      var variable = expected.variables().get(i);
      assertThat(bits(actual.variables().get(i).read()))
          .as(variable.path())
          .isEqualTo(bits(variable.read()));
    }
    var pictures = Tensor.generate(Shape.of(2, 8, 8, 3), i -> Rng.of(1).normal(i));
    assertThat(bits(actual.predict(pictures).toArray()))
        .isEqualTo(bits(expected.predict(pictures).toArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.h5"})
  void savedModelsLoadBitIdentical(String name) {
    assertSame(again(chain(), name), chain());
    assertSame(again(branched(), name), branched());
    assertSame(again(shaped(), name), shaped());
    assertSame(again(volume(), name), volume());
    for (var model : List.of(shaped(), volume())) {
      assertThat(again(model, name).network().layers().stream().map(call -> call.layer()).toList())
          .isEqualTo(model.network().layers().stream().map(call -> call.layer()).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.weights.h5", "model.h5", "model.keras"})
  void savedWeightsLoadBitIdentical(String name) {
    var file = folder.resolve(name);
    branched().saveWeights(file);
    assertSame(branched().initialize(9).loadWeights(file), branched());
  }

  @Test
  void sharedLayersStayShared() {
    var loaded = again(branched(), "model.keras");
    assertThat(loaded.variables()).hasSameSizeAs(branched().variables());
    assertThat(loaded.network().layers().stream().filter(call -> call.name().startsWith("shared")))
        .hasSize(2)
        .extracting(call -> call.variables())
        .allMatch(variables ->
            variables.equals(
                loaded.variables().stream()
                    .filter(v -> v.path().startsWith("c/") || v.path().startsWith("b/"))
                    .toList()));
  }

  @Test
  void aSharedLayerOfOneKindStaysOneLayer() {
    var once = shared("once", conv2d(3, 3).same());
    var x = input(8, 8, 3);
    var model =
        Model.to("twice", x.then("first", once).then("second", once).then(flatten()))
            .runOn(Engines.named("reference"))
            .initialize(2);
    for (String name : List.of("model.keras", "model.h5")) {
      var loaded = again(model, name);
      assertSame(loaded, model);
      assertThat(loaded.variables()).hasSize(2);
      assertSame(again(loaded, name), model);
    }
  }

  @Test
  void severalOutputsKeepWhatTheyLearn() {
    var x = input(8, 8, 3).then("stem", conv2d(2, 3).stride(2)).then(flatten());
    var model =
        Model.to("both", x.then("kind", dense(3).softmax()), x.then("place", dense(2)))
            .runOn(Engines.named("reference"));
    model.compile(
        adam(1e-3),
        output("kind", sparseCategoricalCrossentropy(), accuracy()),
        output("place", meanSquaredError()).weight(0.5));
    var loaded = again(model, "model.keras");
    assertThat(loaded.compilation().orElseThrow().objectives())
        .isEqualTo(model.compilation().orElseThrow().objectives());
    assertThat(loaded.network().outputNames()).containsExactly("kind", "place");
  }

  @Test
  void frozenPartsStayFrozen() {
    var base = Model.to("base", input(8, 8, 3).then("c", conv2d(4, 3)).then("b", batchNorm()));
    var model = base.then(globalAvgPool2d(), dense(3).softmax());
    base.freeze();
    var loaded = again(model, "model.keras");
    assertThat(loaded.trainableParameters()).isEqualTo(4 * 3 + 3);
    assertThat(loaded.parameters()).isEqualTo(model.parameters());
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        sgd(0.1),
        sgd(0.1).momentum(0.9).nesterov().decay(0.01),
        adam(1e-3),
        adamW(cosineDecay(1e-2, 100)),
        adam(1e-3).amsgrad().clipNorm(1),
        rmsprop(1e-3).momentum(0.5).centered(),
        adagrad(1e-2),
        adadelta(1),
        adamax(1e-3),
        nadam(1e-3));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void trainingGoesOnAsIfNothingHadHappened(Optimizer optimizer) {
    for (String name : List.of("model.keras", "model.h5")) {
      var model = small().compile(optimizer, sparseCategoricalCrossentropy(), accuracy());
      model.fit(DATA, epochs(1).batch(4));
      var loaded = again(model, name);
      assertThat(loaded.iterations()).isEqualTo(3);
      assertThat(loaded.metrics()).hasSize(1);
      roundToFloats(model);
      model.fit(DATA, epochs(1).batch(4));
      loaded.fit(DATA, epochs(1).batch(4));
      assertSame(loaded, model);
    }
  }

  /// The reference engine goes on in double precision; files hold floats.
  private static void roundToFloats(Model model) {
    model.variables().forEach(variable -> variable.write(variable.read()));
    model.slots().values().stream().flatMap(List::stream).forEach(slot -> slot.write(slot.read()));
  }

  private static Model small() {
    return Model.of(
            input(8, 8, 3), conv2d(2, 3).stride(2), batchNorm(), flatten(), dense(3).softmax())
        .runOn(Engines.named("reference"))
        .initialize(5);
  }

  @Test
  void ownLayersGoByTheirName() {
    LayerTypes.register("fovea_tests>ChannelScale", ChannelScale.class);
    var model =
        Model.of(input(8, 8, 3), conv2d(2, 3), new ChannelScale(1.5), flatten(), dense(3))
            .runOn(Engines.named("reference"));
    assertSame(again(model, "model.keras"), model);
  }

  record Unknown() implements Layer {
    @Override
    public Node on(Node x) {
      return x.plus(x.param("own", io.fovea.nn.Initializers.zeros(), x.channels()));
    }
  }

  @Test
  void theWordsForWhatKerasHasNotAreThoseOfThePersonWhoWroteIt() {
    var file = folder.resolve("model.keras");
    var normalized = Model.to("m", input(8, 8, 3).then("norm1", localResponseNorm(5)));
    assertThatThrownBy(() -> normalized.save(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "norm1: expected a layer that Keras has, got LocalResponseNorm.\n"
                + "  Fix: save it as .fovea, or use a layer that Keras has.");
    var squared = Model.to("m", input(3).square());
    assertThatThrownBy(() -> squared.save(file))
        .hasMessage(
            "m: expected arithmetic between layers that Keras has as a layer, got square.\n"
                + "  Fix: save it as .fovea, or put it into a record that implements Layer, and"
                + " call LayerTypes.register(\"name\", ...) first.");
    var expression = Model.of(input(3), lambda(x -> x.square()));
    assertThatThrownBy(() -> expression.save(file))
        .hasMessage(
            "lambda: expected a layer that Keras has, got an expression, which is code.\n"
                + "  Fix: write it as a record that implements Layer, and call"
                + " LayerTypes.register(\"name\", ...) first.");
  }

  @Test
  void layersThatKerasHasNotAreRefused() {
    var model = Model.of(input(8, 8, 3), new Unknown());
    assertThatThrownBy(() -> model.save(folder.resolve("model.keras")))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "unknown: expected a layer that Keras has, got Unknown.\n"
                + "  Fix: write it as a record that implements Layer, and call"
                + " LayerTypes.register(\"name\", ...) first.");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatBelongsToTheModelIsKept() {
    var model = chain().replaceMetadata(Map.of("classes", "cat,dog,owl"));
    assertThat(again(model, "model.keras").metadata()).containsEntry("classes", "cat,dog,owl");
  }
}
