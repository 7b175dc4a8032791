// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.metric.Metrics.sparseTopK;
import static io.fovea.nn.Initializers.heNormal;
import static io.fovea.nn.Layers.*;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static io.fovea.train.Objective.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.formats.Types;
import io.fovea.graph.Variable;
import io.fovea.nn.Activation;
import io.fovea.nn.Lambda;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Padding;
import io.fovea.optim.Schedules;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoveaFormatTest {
  @TempDir Path folder;

  /// Twelve random pictures of three classes.
  private static final Dataset DATA =
      Dataset.of(
          Tensor.generate(Shape.of(12, 6, 6, 1), i -> Rng.of(7).normal(i)),
          Tensor.generate(Shape.of(12), i -> i % 3));

  private static Model tiny() {
    return Model.of(
            input(6, 6, 1),
            conv2d(2, 3).same().noBias().kernelInitializer(heNormal()),
            batchNorm(),
            relu(),
            maxPool2d(2),
            flatten(),
            dropout(0.25),
            dense(3).softmax())
        .runOn(Engines.named("reference"));
  }

  private Model again(Model model) {
    var file = folder.resolve("model.fovea");
    model.save(file);
    return Model.load(file).runOn(Engines.named("reference"));
  }

  private static void assertSameBits(List<Variable> actual, List<Variable> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(bits(actual.get(i))).isEqualTo(bits(expected.get(i)));
    }
  }

  private static int[] bits(Variable variable) {
    float[] values = variable.read();
    var bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  // ---- architecture and weights --------------------------------------------------------------

  @Test
  void aModelComesBackWithLayersNamesAndBits() {
    var model = tiny().initialize(3);
    model.variables().getFirst().write(awkward());
    var loaded = again(model);
    assertThat(loaded.name()).isEqualTo("model");
    assertThat(loaded.summary()).isEqualTo(model.summary());
    assertThat(loaded.network().layers())
        .extracting(call -> call.layer())
        .isEqualTo(model.network().layers().stream().map(call -> call.layer()).toList());
    assertThat(loaded.variables().toString()).isEqualTo(model.variables().toString());
    assertSameBits(loaded.variables(), model.variables());
  }

  private static float[] awkward() {
    var values = new float[18];
    System.arraycopy(
        new float[] {-0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 1e-20f},
        0,
        values,
        0,
        5);
    return values;
  }

  @Test
  void everyLayerWithItsOptionsComesBack() {
    var dilated = conv2d(4, 3).padding(new Padding.Explicit(0, 1, 2, 3)).groups(2).l1(0.1).l2(1e-5);
    dilated = dilated.activation(Activation.MISH);
    var x =
        input(12, 12, 2)
            .then(rescaling(1 / 3.0).offset(-1))
            .then(normalization(Tensor.vector(0.1f, 2), Tensor.vector(1, 3)))
            .then("own", dilated)
            .then(depthwiseConv2d(3).stride(2).pad(1))
            .then(separableConv2d(6, 3).same().swish())
            .then(conv2dTranspose(4, 2).stride(2).noBias())
            .then(batchNorm().noScale().momentum(0.9))
            .then(layerNorm())
            .then(groupNorm(2).epsilon(1e-5))
            .then(gaussianNoise(0.1))
            .then(cropping2d(0, 1, 1, 0))
            .then(resizing(12, 12).nearest())
            .then(leakyRelu(0.3))
            .then(Activation.HARD_SWISH)
            .then(zeroPadding2d(1, 0, 2, 0))
            .then(upSampling2d(2))
            .then(avgPool2d(2))
            .then(prelu().sharedByMap())
            .then(separableConv2d(2, 1).modified().between(Activation.TANH))
            .then(layerScale(0.5))
            .then(depthwiseMaxPool(2))
            .then(permute(2, 1, 3))
            .then("block", sequential(conv2d(3, 1).tanh(), elu(0.5)));
    var y = x.then(globalAvgPool2d()).concat(-1, x.then(globalMaxPool2d()));
    var model = Model.to("all", y.then(reshape(2, 3)).then(flatten()).then(dense(2).sigmoid()));
    var loaded = again(model);
    assertThat(loaded.network().calls().toString()).isEqualTo(model.network().calls().toString());
    assertThat(loaded.network().graph().toString()).isEqualTo(model.network().graph().toString());
    assertSameBits(loaded.variables(), model.variables());
  }

  @Test
  void sequencesAndVolumesComeBack() {
    var line = input(9, 2).then(conv1d(4, 3).causal().dilation(2)).then(flatten()).then(dense(2));
    var box = line.input("box", 3, 4, 5, 1).then(conv3d(2, 2, 3, 2).stride(2).same());
    var model = Model.to("both", line.join(scaledAdd(0.1), box.then(flatten()).then(dense(2))));
    var loaded = again(model);
    assertThat(loaded.network().layers())
        .extracting(Network.Call::layer)
        .containsExactlyElementsOf(
            model.network().layers().stream().map(Network.Call::layer).toList());
    assertThat(loaded.summary()).isEqualTo(model.summary());
    assertSameBits(loaded.variables(), model.variables());
  }

  @Test
  void everyLayerThatHasAFactoryIsKnown() {
    assertThat(Layers.class.getMethods())
        .filteredOn(m -> Modifier.isStatic(m.getModifiers()))
        .filteredOn(m -> Layer.class.isAssignableFrom(m.getReturnType()))
        .filteredOn(m -> m.getReturnType() != Lambda.class)
        .isNotEmpty()
        .allSatisfy(m -> assertThat(Types.nameOf(m.getReturnType())).isPresent());
  }

  @Test
  void anExpressionIsRefusedByName() {
    var model = Model.of(input(3), dense(2), lambda(x -> x.times(2)));
    var file = folder.resolve("lambda.fovea");
    assertThatThrownBy(() -> model.save(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "lambda: expected layers that a file can hold, got a Lambda, which is code.\n"
                + "  Fix: write it as a record that implements Layer, and call"
                + " LayerTypes.register.");
    assertThat(file).doesNotExist();
  }

  @Test
  void arithmeticBetweenLayersComesBack() {
    var x = input(4, 4, 2).then(conv2d(2, 3).same());
    var y = x.then(conv2d(2, 1)).plus(x).times(0.5).relu();
    var model = Model.to("residual", y.max(y.fill(0.25)).then(flatten()).then(dense(2)));
    var loaded = again(model);
    assertThat(loaded.summary()).isEqualTo(model.summary());
    var picture = Tensor.generate(Shape.of(1, 4, 4, 2), i -> i * 0.125 - 2);
    loaded.runOn(Engines.named("reference"));
    model.runOn(Engines.named("reference"));
    assertThat(loaded.predict(picture)).isEqualTo(model.predict(picture));
  }

  @Test
  void arithmeticDeeperThanAStackComesBack() {
    var x = input(1);
    var sum = x;
    for (int i = 0; i < 20_000; i++) {
      sum = sum.plus(x);
    }
    var loaded = again(Model.to("sums", sum)).runOn(Engines.named("reference"));
    assertThat(loaded.predict(Tensor.of(Shape.of(1, 1), 0.25f)).toArray())
        .containsExactly(20_001 / 4f);
  }

  /// Two pictures through one encoder; two outputs that learn different things.
  @Test
  void severalInputsOutputsAndSharedLayersComeBack() {
    var encoder = shared("encoder", sequential(conv2d(2, 3).relu(), globalAvgPool2d()));
    var left = input(6, 6, 1);
    var right = left.input("right", 6, 6, 1);
    var both = left.then(encoder).join("both", concatenate(), right.then(encoder));
    var model =
        Model.to("twins", both.then("a", dense(3).softmax()), both.then("b", dense(1)))
            .runOn(Engines.named("reference"));
    model.compile(
        adam(1e-2),
        output("a", sparseCategoricalCrossentropy(), accuracy()),
        output("b", meanSquaredError()).weight(0.25));
    var numbers = Tensor.generate(Shape.of(12), i -> i * 0.125);
    var data = DATA.plusInputs(DATA.mix(1)).plusLabels(Dataset.of(numbers, numbers));
    model.fit(data, epochs(1).batch(5));
    var loaded = again(model);
    assertThat(loaded.summary()).isEqualTo(model.summary());
    assertThat(loaded.compilation().orElseThrow().objectives())
        .isEqualTo(model.compilation().orElseThrow().objectives());
    assertThat(loaded.variables()).hasSize(6);
    assertSameBits(loaded.variables(), model.variables());
    model.fit(data, epochs(2).batch(5).resuming());
    loaded.fit(data, epochs(2).batch(5).resuming());
    assertSameBits(loaded.variables(), model.variables());
  }

  /// One head of the network itself and one inside a model used as a layer.
  @Test
  void auxiliaryHeadsComeBackOnceEach() {
    var x = input(6, 6, 1).then(flatten());
    x.auxiliary("inner", 0.25, dense(3).softmax());
    var base = Model.to("base", x.then("scores", dense(3).softmax()));
    var y = input(6, 6, 1).then("base", base);
    y.auxiliary("outer", 0.5, dense(3).softmax());
    var model = Model.to("headed", y.then("main", dense(3).softmax()));
    model.runOn(Engines.named("reference"));
    model.compile(sgd(0.1), sparseCategoricalCrossentropy());
    var loaded = again(model);
    assertThat(loaded.network().auxiliaries())
        .extracting(auxiliary -> auxiliary.path() + " " + auxiliary.weight())
        .containsExactlyInAnyOrder("base 0.25", " 0.5");
    double loss = model.fit(DATA, epochs(2)).last().value("loss");
    assertThat(loaded.fit(DATA, epochs(2)).last().value("loss")).isEqualTo(loss);
    assertSameBits(loaded.variables(), model.variables());
  }

  @Test
  void aModelUsedTwiceAsALayerStaysOneModel() {
    var base = Model.to("base", input(3).then(dense(3)));
    var x = input(3);
    var model = Model.to("twins", x.then("a", base).then("b", base).then(dense(1)));
    var loaded = again(model);
    assertThat(loaded.variables()).hasSize(4);
    assertThat(loaded.network().layers().get(0).layer())
        .isSameAs(loaded.network().layers().get(1).layer());
    assertSameBits(loaded.variables(), model.variables());
  }

  @Test
  void frozenPartsAndMetadataComeBack() {
    var model = tiny().freeze(path -> path.startsWith("conv2d/"));
    model.replaceMetadata(Map.of("classNames", "cat\ndog\nNaïve \"quoted\"", "scale", "1/255"));
    var loaded = again(model);
    assertThat(loaded.metadata()).isEqualTo(model.metadata());
    assertThat(loaded.variables())
        .extracting(Variable::frozen)
        .isEqualTo(model.variables().stream().map(Variable::frozen).toList())
        .contains(true, false);
  }

  // ---- training ------------------------------------------------------------------------------

  /// Three steps over the same data in the same order.
  private static void threeSteps(Model model) {
    model.fit(DATA, epochs(1).batch(4).inOrder().workers(0));
  }

  /// The reference engine goes on in double precision; files and the other engines hold floats.
  private static void roundToFloats(Model model) {
    model.variables().forEach(variable -> variable.write(variable.read()));
    model.slots().values().stream().flatMap(List::stream).forEach(slot -> slot.write(slot.read()));
  }

  @Test
  void trainingGoesOnAsIfNothingHadHappened() {
    var straight = tiny();
    straight.compile(
        adam(Schedules.cosineDecay(0.05, 6)).weightDecay(0.01),
        sparseCategoricalCrossentropy().labelSmoothing(0.1),
        accuracy(),
        sparseTopK(2).named("top2"));
    threeSteps(straight);
    roundToFloats(straight);
    var loaded = again(straight);
    assertThat(loaded.iterations()).isEqualTo(3);
    assertThat(loaded.compilation().orElseThrow().optimizer())
        .isEqualTo(straight.compilation().orElseThrow().optimizer());
    assertThat(loaded.metrics()).isEqualTo(straight.metrics());
    threeSteps(straight);
    threeSteps(loaded);
    assertSameBits(loaded.variables(), straight.variables());
    assertThat(loaded.evaluate(DATA)).isEqualTo(straight.evaluate(DATA));
  }

  @Test
  void aPartFrozenAfterCompilingStaysSo() {
    var model = tiny().compile(sgd(0.1).momentum(0.9), sparseCategoricalCrossentropy());
    threeSteps(model);
    roundToFloats(model);
    model.freeze(path -> path.startsWith("dense/"));
    var loaded = again(model);
    assertThat(loaded.compilation().orElseThrow().trainable()).hasSize(5);
    loaded.unfreeze();
    model.unfreeze();
    threeSteps(loaded);
    threeSteps(model);
    assertSameBits(loaded.variables(), model.variables());
  }

  @Test
  void aLossOfOnesOwnIsLeftOut() {
    var model = tiny().compile(sgd(0.1), (y, p) -> p.minus(y).square().mean(1).reshape(-1));
    assertThat(again(model).isCompiled()).isFalse();
  }

  // ---- files ---------------------------------------------------------------------------------

  @Test
  void equalModelsMakeEqualFilesAndNothingElseStays() throws IOException {
    var a = folder.resolve("a.fovea");
    var b = folder.resolve("b.fovea");
    tiny().save(a);
    tiny().save(b);
    tiny().save(b);
    assertThat(b).hasSameBinaryContentAs(a);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(a, b);
    }
  }

  @Test
  void aMissingFolderIsOneSentence() {
    var file = folder.resolve("no/where.fovea");
    assertThatThrownBy(() -> tiny().save(file))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(file + ": expected a file that can be written, got ")
        .hasMessageEndingWith("Fix: check that the folder exists and has room.");
  }
}
