// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import static io.fovea.nn.Initializers.ones;
import static io.fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.graph.Axis;
import io.fovea.graph.Distribution;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.nn.Activation;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.nn.Padding;
import io.fovea.nn.Size;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole networks in ONNX Runtime against the reference engine.
class OnnxFormatTest {
  @TempDir Path folder;

  /// Different numbers in every variable, those of batch normalization above 0.
  private static Model drawn(Node y) {
    var model = Model.to("model", y).runOn(Engines.named("reference"));
    for (var variable : model.variables()) {
      var rng = Rng.of(3).at(variable.path());
      boolean positive = variable.path().endsWith("variance") || variable.path().endsWith("gamma");
      var values = new float[Math.toIntExact(variable.shape().elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (positive ? rng.uniform(i, 0.5, 2) : rng.uniform(i, -0.3, 0.3));
      }
      variable.write(values);
    }
    return model;
  }

  private static Tensor pictures(Model model, int count) {
    return Tensor.generate(model.network().inputShape().batch(count), i -> Rng.of(5).normal(i));
  }

  private Path saved(Model model) {
    var file = folder.resolve("model.onnx");
    model.save(file);
    return file;
  }

  /// One file for every number of examples, whatever the order of its input.
  private void assertExports(Model model) {
    var file = saved(model);
    var nchw = folder.resolve("nchw.onnx");
    new OnnxFormat().nchwInput().save(model, nchw);
    for (int count : new int[] {1, 3}) {
      var x = pictures(model, count);
      var expected = model.predict(x);
      assertClose(OnnxRuntime.run(file, List.of(x)).getFirst(), expected);
      var turned = OnnxRuntime.channelsFirst(x);
      assertClose(OnnxRuntime.run(nchw, List.of(turned)).getFirst(), expected);
    }
  }

  /// Within 1e-4 of the largest value.
  private static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.elements(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
      // NaN has to fail
      double distance = Math.abs(expected.get(i) - actual.get(i));
      difference = distance <= difference ? difference : distance;
    }
    assertThat(largest).isPositive();
    assertThat(difference / largest).isLessThanOrEqualTo(1e-4);
  }

  static Stream<Named<Node>> networks() {
    var x = input(9, 7, 4);
    var uneven = new Padding.Explicit(0, 1, 2, 0);
    return Stream.of(
        of("conv2d", conv2d(6, 3).same().stride(2).relu()),
        of("conv2d, uneven padding", conv2d(6, 3).padding(uneven).noBias()),
        of("conv2d, groups", conv2d(6, 3).groups(2)),
        of("depthwiseConv2d", depthwiseConv2d(3).same().stride(2)),
        of("separableConv2d", separableConv2d(6, 3).same().swish()),
        of("conv2dTranspose same", conv2dTranspose(5, 3).stride(2).same()),
        of("conv2dTranspose", conv2dTranspose(5, 3).stride(2).outputPadding(1)),
        of("conv2dTranspose, kernel below stride", conv2dTranspose(5, 2).stride(3)),
        of("conv2dTranspose, dilated", conv2dTranspose(5, 3).dilation(2)),
        of("conv2dTranspose same, dilated", conv2dTranspose(5, 3).dilation(2).same()),
        of("dense", dense(3)),
        of("dense of maps", sequential(conv2d(6, 3), dense(3).tanh())),
        of("pooling", sequential(maxPool2d(3).stride(2).same(), avgPool2d(3).stride(2).same())),
        of("global pooling", sequential(conv2d(3, 3), globalAvgPool2d())),
        of("global pooling with axes", sequential(conv2d(3, 3), globalMaxPool2d().keepAxes())),
        of("batchNorm", sequential(conv2d(5, 3), batchNorm(), relu())),
        of("batchNorm without scale", sequential(conv2d(5, 3), batchNorm().noScale().noCenter())),
        of("batchNorm of vectors", sequential(flatten(), batchNorm())),
        of("layerNorm of maps", sequential(conv2d(5, 3), layerNorm())),
        of("preparation", sequential(rescaling(2).offset(-1), conv2d(2, 3))),
        of("dropout", sequential(dropout(0.5), conv2d(2, 3), spatialDropout2d(0.5))),
        of("flatten of maps", sequential(conv2d(5, 3), flatten(), dense(4).softmax())),
        of("flatten of one map", sequential(conv2d(1, 3), flatten(), dense(4))),
        of("reshape of maps", sequential(conv2d(5, 3), reshape(5, 35), flatten())),
        of("reshape to maps", sequential(flatten(), reshape(7, 9, 4), conv2d(2, 3))),
        of(
            "zeros before pooling what is negative",
            sequential(rescaling(1).offset(-2), zeroPadding2d(1), maxPool2d(3).stride(2))),
        of("zeroPadding2d", sequential(conv2d(5, 3), zeroPadding2d(1, 0, 2, 3))),
        of("upSampling2d", sequential(conv2d(5, 3), upSampling2d(2))),
        of("upSampling2d bilinear", sequential(conv2d(5, 3), upSampling2d(3).bilinear())),
        of("leakyRelu and elu", sequential(conv2d(5, 3), leakyRelu(0.2), elu(0.7))),
        Named.of("residual sum", residual(x)),
        Named.of("squeeze and excitation", excited(x)),
        Named.of("joined branches", branches(x)),
        Named.of("moved and cut axes", moved(x)),
        Named.of("two readers of a filter", twoReaders(x)));
  }

  private static Named<Node> of(String name, Layer layer) {
    return Named.of(name, input(9, 7, 4).then(layer));
  }

  private static Node residual(Node x) {
    var y = x.then(conv2d(4, 3).same()).then(batchNorm()).then(relu());
    return y.join(add(), x).then(relu());
  }

  private static Node excited(Node x) {
    var maps = x.then(conv2d(6, 3));
    var scale = maps.then(globalAvgPool2d()).then(dense(2).relu()).then(dense(6));
    return maps.join(multiply(), scale.sigmoid().reshape(-1, 1, 1, 6));
  }

  private static Node branches(Node x) {
    var maps = x.then(conv2d(3, 3).same());
    return maps.join(concatenate(), x, x.then(maxPool2d(3).stride(1).same())).softmax();
  }

  /// A vector and a constant meet maps; axes are moved, cut and summed while channels come first.
  private static Node moved(Node x) {
    var maps = x.then(conv2d(6, 3));
    var scaled = maps.times(maps.literal(Tensor.generate(Shape.of(5, 6), i -> i / 7.0)));
    var cut = scaled.transpose(0, 2, 1, 3).sum(1).then(conv2d(6, 1));
    return cut.plus(maps.mean(1, 2)).largest(-1);
  }

  /// One filter read by a convolution and by arithmetic, as with shared and normalized weights.
  private static Node twoReaders(Node x) {
    var filter = x.param("filter", ones(), 1, 1, 4, 4);
    var maps = x.then(conv2d(4, 3));
    var window = Window.of(Axis.of(1, 1), Axis.of(1, 1));
    var y = maps.op(new Op.Conv(window, 1), filter);
    return y.op(new Op.Conv(window, 1), filter.times(filter)).plus(filter.sum(2));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkGivesTheSameInOnnxRuntime(Node y) {
    assertExports(drawn(y));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void anActivationGivesTheSameInOnnxRuntime(Activation activation) {
    assertExports(drawn(input(5, 4, 3).then(conv2d(8, 3).activation(activation))));
  }

  // ---- what other programs see ---------------------------------------------------------------

  @Test
  void inputOutputAndWordsAboutTheModelAreInTheFile() throws OrtException {
    var model = drawn(input(9, 7, 4).then("conv1", conv2d(6, 3)).then(flatten()));
    var file = saved(model.replaceMetadata(Map.of("classes", "cat, dog")));
    try (var options = new OrtSession.SessionOptions();
        var session = OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
      var fed = (TensorInfo) session.getInputInfo().get("input").getInfo();
      assertThat(fed.getShape()).containsExactly(-1, 9, 7, 4);
      assertThat(fed.getDimensionNames()).containsExactly("N", "", "", "");
      var given = (TensorInfo) session.getOutputInfo().get("output").getInfo();
      assertThat(given.getShape()).containsExactly(-1, 7 * 5 * 6);
      assertThat(session.getMetadata().getProducerName()).isEqualTo("fovea");
      assertThat(session.getMetadata().getGraphName()).isEqualTo("model");
      assertThat(session.getMetadata().getCustomMetadata()).containsEntry("classes", "cat, dog");
    }
  }

  @Test
  void nodesAreCalledAfterLayersAndWeightsAfterVariables() throws IOException {
    var model = drawn(input(9, 7, 4).then("conv1", conv2d(6, 3).relu()));
    var bytes = Files.readString(saved(model), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("conv1/Conv", "conv1/Relu", "conv1/kernel", "conv1/bias");
  }

  @Test
  void picturesAreTurnedOnceBehindTheInput() throws IOException {
    var x = input(9, 7, 4).then(rescaling(2)).then(depthwiseConv2d(3).same());
    var y = excited(residual(x)).then(globalAvgPool2d()).then(dense(3).softmax());
    assertThat(operators(drawn(y), new OnnxFormat(), "Transpose")).isEqualTo(1);
    assertThat(operators(drawn(y), new OnnxFormat().nchwInput(), "Transpose")).isZero();
  }

  /// How many nodes of the file have this operator: field 4 of a node, the length, the name.
  private int operators(Model model, OnnxFormat format, String operator) throws IOException {
    var file = folder.resolve("counted.onnx");
    format.save(model, file);
    var bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    return bytes.split("\"" + (char) operator.length() + operator, -1).length - 1;
  }

  // ---- what goes wrong -----------------------------------------------------------------------

  @Test
  void aModelBeyondTwoGigabytesIsRefused() {
    var model = Model.of(input(1000), dense(600_000));
    var file = folder.resolve("model.onnx");
    assertThatThrownBy(() -> model.save(file))
        .isInstanceOf(FormatException.class)
        .hasMessageMatching(
            "\\Q"
                + file
                + "\\E: expected a model of at most 2 GB, all that an ONNX file holds, got one of"
                + " 24024\\d{5} bytes\\.\n"
                + "  Fix: export a smaller model, or save this one in another format\\.");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anOnnxFileIsNotLoaded() {
    var file = saved(drawn(input(4).then(dense(2))));
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            file
                + ": expected a model file that Fovea reads, got an ONNX file, which it only"
                + " writes.\n"
                + "  Fix: load the file that the model was saved in while training.");
  }

  @Test
  void aFolderThatDoesNotExistIsSaid() {
    var file = folder.resolve("missing").resolve("model.onnx");
    assertThatThrownBy(() -> drawn(input(4).then(dense(2))).save(file))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(file + ": expected a file that can be written, got ")
        .hasMessageEndingWith("Fix: check that the folder exists and has room.");
  }

  @Test
  void poolingThatOnnxDoesNotHaveIsNamed() {
    var wide = drawn(input(4, 4, 1).then("pool", maxPool2d(2).pad(2)));
    assertThatThrownBy(() -> saved(wide))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "pool: expected pooling with a border narrower than the window, as ONNX has it, got a"
                + " border of 2 around a window of 2.\n"
                + "  Fix: use less padding, or zeroPadding2d in front.");
    var pool = avgPool2d(2);
    var dilated = pool.sliding(pool.sliding().dilation(Size.square(2)));
    assertThatThrownBy(() -> saved(drawn(input(4, 4, 1).then("pool", dilated))))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "pool: expected average pooling without dilation, as ONNX has it, got a dilated"
                + " window.\n  Fix: leave the dilation out.");
  }

  @Test
  void whatOnnxHasNoWordsForIsNamed() {
    Layer noise = x -> x.plus(x.random(new Distribution.Normal(0, 1), Shape.of(Shape.OPEN, 4)));
    assertThatThrownBy(() -> saved(drawn(input(4).then("noise", noise))))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "noise: expected ops that ONNX has for inference, got random numbers.\n"
                + "  Fix: describe the layer by other ops, or save the model in another format.");
    var window = Window.of(Axis.of(2, 2), Axis.of(2, 2));
    Layer places = x -> x.ops(new Op.MaxPool(window)).get(1);
    assertThatThrownBy(() -> saved(drawn(input(4, 4, 1).then("places", places))))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "places: expected ops that ONNX has for inference, got places inside pooling windows.\n"
                + "  Fix: describe the layer by other ops, or save the model in another format.");
  }
}
