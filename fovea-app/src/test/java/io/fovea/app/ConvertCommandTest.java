// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.optim.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Preprocessing;
import io.fovea.formats.torch.TorchWeights;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertCommandTest {
  @TempDir Path folder;
  private Path model = Path.of("");

  @BeforeEach
  void save() {
    model = folder.resolve("model.keras");
    Zoo.model("lenet5").initialize(3).save(model);
  }

  /// Values are copied, not computed, so both models give the same bits.
  @ParameterizedTest
  @ValueSource(strings = {"a.fovea", "a.keras", "a.h5", "a.weights.h5", "a.safetensors"})
  void everyFormatThatIsReadHoldsTheSameNetwork(String name) {
    var out = folder.resolve(name);

    var run = Cli.run("convert", model, out, "--json");

    assertThat(run.code()).as(run.err()).isZero();
    var json = run.json();
    assertThat(json.get("from").asText()).isEqualTo(model.toString());
    assertThat(json.get("to").asText()).isEqualTo(out.toString());
    assertThat(json.get("tensors").asInt()).isEqualTo(10);
    assertThat(json.get("max_difference").asDouble()).isZero();
    // eight layers and the output
    assertThat(json.get("layers")).hasSize(9);
    assertThat(json.get("layers").get("dense_2").asDouble()).isZero();
  }

  @Test
  void onnxIsWrittenOnly() {
    var out = folder.resolve("a.onnx");
    var run = Cli.run("convert", model, out, "--json");
    assertThat(run.code()).isZero();
    assertThat(run.json().get("max_difference").isNull()).isTrue();
    assertThat(out).isNotEmptyFile();
    assertThat(Cli.run("convert", out, folder.resolve("b.keras")).err())
        .startsWith(out + ": expected a model file that Fovea reads, got an ONNX file");
  }

  @Test
  void peopleSeeEachLayer() {
    assertThat(Cli.run("convert", model, folder.resolve("a.h5")).out())
        .contains("conv2d_1 ", "0.00")
        .endsWith(": 10 tensors, largest difference 0.00 over 9 layers.\n");
  }

  @Test
  void aDifferenceIsSeenFromItsLayerOn() {
    var first = Zoo.model("lenet5").initialize(3);
    var second = Zoo.model("lenet5").initialize(3);
    var bias = second.variables().get(3);
    float[] values = bias.read();
    values[0] += 0.5f;
    bias.write(values);

    var parity = Parity.of(first, second, 1);

    assertThat(bias.path()).isEqualTo("conv2d_1/bias");
    assertThat(parity.layers().get("conv2d")).isZero();
    // half of the step at most is cut by the relu, and never more than all of it arrives
    assertThat(parity.layers().get("conv2d_1")).isBetween(1e-3, 0.5 + 1e-6);
    assertThat(parity.most()).isPositive();
  }

  @Test
  void weightsAloneKeepTheSizeOfTheirPictures() {
    var weights = folder.resolve("small.safetensors");
    var source = Zoo.model("resnet18", Shape.of(32, 32, 3), 2).initialize(5);
    source.noteInput(source.inputSpec().labels("cat", "owl").preprocessing(Preprocessing.SIGNED));
    TorchWeights.save(source, weights);
    var back = folder.resolve("small.fovea");

    var run = Cli.run("convert", weights, back, "--model", "resnet18");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Model.load(back).network().inputShape()).isEqualTo(source.network().inputShape());
    assertThat(Model.load(back).inputSpec()).isEqualTo(source.inputSpec());
  }

  /// The size stands in no layer, and every size would fit the weights.
  @ParameterizedTest
  @ValueSource(strings = {"small.safetensors", "small.weights.h5"})
  void thereAndBackThroughWeightsAloneIsTheSameModel(String name) {
    var first = folder.resolve("small.keras");
    var source = Zoo.model("resnet18", Shape.of(32, 32, 3), 1000).initialize(5);
    source.save(first);
    var weights = folder.resolve(name);
    var back = folder.resolve("back.keras");

    var there = Cli.run("convert", first, weights);
    var again = Cli.run("convert", weights, back, "--model", "resnet18");

    assertThat(there.out())
        .endsWith(
            weights + " does not hold the layers (name their network by --model to read it).\n");
    assertThat(again.code()).as(again.err()).isZero();
    var read = Model.load(back);
    assertThat(read.network().inputShape()).isEqualTo(source.network().inputShape());
    assertThat(read.preprocessing()).isEqualTo(source.preprocessing());
    var picture = Tensor.generate(Shape.of(1, 32, 32, 3), i -> i % 7 / 7.0);
    assertThat(read.predict(picture).toArray()).isEqualTo(source.predict(picture).toArray());
  }

  @Test
  void whatAFormatDoesNotHoldIsSaid() {
    Zoo.model("lenet5")
        .initialize(3)
        .compile(adam(1e-3), sparseCategoricalCrossentropy())
        .save(model);
    var out = folder.resolve("a.onnx");
    assertThat(Cli.run("convert", model, out).out())
        .endsWith(out + " does not hold optimizer, loss and metrics.\n");
    assertThat(Cli.run("convert", model, out, "--json").json().get("lost").asText())
        .isEqualTo(out + " does not hold optimizer, loss and metrics.");
    assertThat(Cli.run("convert", model, folder.resolve("a.h5"), "--json").json().has("lost"))
        .isFalse();
  }

  @Test
  void weightsAloneKeepClassesAndPreparationOfPictures() {
    var weights = folder.resolve("owls.safetensors");
    var source = Zoo.model("resnet18", Shape.of(224, 224, 3), 2).initialize(5);
    TorchWeights.save(
        source.replaceMetadata(Map.of("classes", "cat\nowl", "preprocessing", "signed")), weights);
    var out = folder.resolve("owls.keras");

    var run = Cli.run("convert", weights, out, "--model", "resnet18", "--json");

    assertThat(run.code()).as(run.err()).isZero();
    var read = Model.load(out);
    assertThat(read.inputSpec().labels()).containsExactly("cat", "owl");
    assertThat(read.preprocessing()).isEqualTo(Preprocessing.SIGNED);
    assertThat(read.variables().getLast().read()).isEqualTo(source.variables().getLast().read());
  }

  @Test
  void weightsAloneNeedTheNameOfTheirNetwork() {
    var weights = folder.resolve("resnet18.safetensors");
    var source = Zoo.model("resnet18").initialize(5);
    TorchWeights.save(source, weights);
    var out = folder.resolve("resnet18.fovea");

    var nameless = Cli.run("convert", weights, out);
    assertThat(nameless.code()).isEqualTo(1);
    assertThat(nameless.err())
        .isEqualToNormalizingNewlines(
            weights
                + ": expected a file with layers, got one with weights alone.\n"
                + "  Fix: name the network of the zoo that they belong to (see --help).\n");
    assertThat(out).doesNotExist();

    var run = Cli.run("convert", weights, out, "--model", "resnet18", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("max_difference").asDouble()).isZero();
    var read = Model.load(out);
    assertThat(read.variables().getFirst().read()).isEqualTo(source.variables().getFirst().read());
    assertThat(read.preprocessing()).isEqualTo(Preprocessing.STANDARD);

    var wrong = Cli.run("convert", weights, out, "--model", "resnet34");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).startsWith(weights + ": expected ").contains("\n  Fix: ");

    var summary = Cli.run("summary", weights, "--model", "resnet18", "--json");
    assertThat(summary.json().get("parameters").asLong()).isEqualTo(source.parameters());
  }

  @Test
  void anUnknownEndingWritesNothing() throws IOException {
    var run = Cli.run("convert", model, folder.resolve("a.zip"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("expected a file name that ends in one of [");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(model);
    }
  }

  @Test
  void aMissingFileFails() {
    var none = folder.resolve("none.keras");
    var run = Cli.run("convert", none, folder.resolve("a.h5"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith(none + ": expected a model file, got no such file.");
  }
}
