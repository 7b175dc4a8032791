// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.torch;

import static io.fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.augment.Preprocessing;
import io.fovea.error.FormatException;
import io.fovea.formats.safetensors.Safetensors;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.EfficientNet;
import io.fovea.zoo.ResNet;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchWeightsTest {
  @TempDir Path folder;

  /// Every kind of weights: maps of 3 x 2 cells and 4 channels are flattened.
  private static Model model() {
    Layer excite = squeezeExcite(2);
    return Model.to("m", described(input(4, 3, 2), excite));
  }

  private static Node described(Node x, Layer excite) {
    return x.then("stem.0", conv2d(2, 2).same())
        .then("stem.1", batchNorm())
        .then("spread", depthwiseConv2d(2).multiplier(2))
        .then("se", excite)
        .then("grow", conv2dTranspose(4, 1))
        .then("flatten", flatten())
        .then("drop", dropout(0.5))
        .then("fc", dense(5).softmax());
  }

  /// What PyTorch has for [#model]: each element says where it is, as in 321 for `[3, 2, 1]`.
  private static Map<String, Tensor> tensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("stem.0.weight", digits(2, 2, 2, 2));
    tensors.put("stem.0.bias", digits(2));
    tensors.put("stem.1.weight", digits(2));
    tensors.put("stem.1.bias", digits(2));
    tensors.put("stem.1.running_mean", digits(2));
    tensors.put("stem.1.running_var", digits(2));
    tensors.put("stem.1.num_batches_tracked", Tensor.scalar(7));
    tensors.put("spread.weight", digits(4, 1, 2, 2));
    tensors.put("spread.bias", digits(4));
    tensors.put("se.fc1.weight", digits(2, 4, 1, 1));
    tensors.put("se.fc1.bias", digits(2));
    tensors.put("se.fc2.weight", digits(4, 2, 1, 1));
    tensors.put("se.fc2.bias", digits(4));
    tensors.put("grow.weight", digits(4, 4, 1, 1));
    tensors.put("grow.bias", digits(4));
    tensors.put("fc.weight", digits(5, 24));
    tensors.put("fc.bias", digits(5));
    return tensors;
  }

  private static Tensor digits(int... sizes) {
    var shape = Shape.of(sizes);
    return Tensor.generate(
        shape,
        i -> {
          double digits = 0;
          long rest = i;
          for (long stride : shape.strides()) {
            digits = 100 * digits + rest / stride;
            rest %= stride;
          }
          return digits;
        });
  }

  private Path file(Map<String, Tensor> tensors) {
    var file = folder.resolve("weights.safetensors");
    Safetensors.write(file, tensors, Map.of());
    return file;
  }

  private static Tensor variable(Model model, String path) {
    var variable =
        model.variables().stream().filter(v -> v.path().equals(path)).findFirst().orElseThrow();
    return Tensor.of(variable.shape(), variable.read());
  }

  // ---- layouts -------------------------------------------------------------------------------

  @Test
  void weightsLieWhereFoveaReadsThem() {
    var model = model();
    TorchWeights.load(model, file(tensors()));
    // [height, width, in, out] of PyTorch's [out, in, height, width]
    assertThat(variable(model, "stem.0/kernel").at(1, 0, 1, 0)).isEqualTo(1_01_00);
    assertThat(variable(model, "stem.0/kernel").at(0, 1, 0, 1)).isEqualTo(1_00_00_01);
    // [height, width, channel, multiple] of [channel x multiple, 1, height, width]
    assertThat(variable(model, "spread/kernel").at(1, 0, 0, 1)).isEqualTo(1_00_01_00);
    assertThat(variable(model, "spread/kernel").at(0, 1, 1, 0)).isEqualTo(2_00_00_01);
    // [in, out] of a convolution [out, in, 1, 1]
    assertThat(variable(model, "se/fc1/kernel").at(3, 1)).isEqualTo(1_03_00_00);
    // [1, 1, out, in] of [in, out, 1, 1]
    assertThat(variable(model, "grow/kernel").at(0, 0, 3, 2)).isEqualTo(2_03_00_00);
    // row of cell (2, 1), channel 3 in [3, 2, 4]: PyTorch's [4, 3, 2] has it at 3 * 6 + 2 * 2 + 1
    assertThat(variable(model, "fc/kernel").at((2 * 2 + 1) * 4 + 3, 4)).isEqualTo(4_23);
    assertThat(variable(model, "fc/kernel").at(1, 2)).isEqualTo(2_06);
    assertThat(variable(model, "stem.1/moving_variance")).isEqualTo(Tensor.vector(0, 1));
  }

  @Test
  void whatIsSavedIsWhatPyTorchHas() {
    var model = model();
    TorchWeights.load(model, file(tensors()));
    var saved = folder.resolve("saved.safetensors");
    TorchWeights.save(model, saved);
    var expected = tensors();
    expected.remove("stem.1.num_batches_tracked");
    assertThat(Safetensors.read(saved)).isEqualTo(expected);
  }

  // ---- names ---------------------------------------------------------------------------------

  @Test
  void resNet18HasTorchvisionsNamesAndShapes() {
    var names = new ArrayList<String>(List.of("conv1.weight [64, 3, 7, 7]"));
    names.addAll(norm("bn1", 64));
    for (int layer = 1; layer <= 4; layer++) {
      int width = 32 << layer;
      for (int unit = 0; unit < 2; unit++) {
        var path = "layer" + layer + "." + unit + ".";
        int in = unit == 0 && layer > 1 ? width / 2 : width;
        names.add(path + "conv1.weight " + Shape.of(width, in, 3, 3));
        names.addAll(norm(path + "bn1", width));
        names.add(path + "conv2.weight " + Shape.of(width, width, 3, 3));
        names.addAll(norm(path + "bn2", width));
        if (in != width) {
          names.add(path + "downsample.0.weight " + Shape.of(width, in, 1, 1));
          names.addAll(norm(path + "downsample.1", width));
        }
      }
    }
    names.addAll(List.of("fc.weight [1000, 512]", "fc.bias [1000]"));
    assertThat(names(Zoo.model("resnet18"))).containsExactlyInAnyOrderElementsOf(names);
  }

  private static List<String> norm(String path, int channels) {
    return List.of("weight", "bias", "running_mean", "running_var").stream()
        .map(word -> path + "." + word + " " + Shape.of(channels))
        .toList();
  }

  private static List<String> names(Model model) {
    return TorchParameter.of(model).stream().map(p -> p.name() + " " + p.stored()).toList();
  }

  @Test
  void vggLayersAreCountedAsTorchvisionCountsThem() {
    assertThat(convolutions("vgg16"))
        .containsExactly(0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28);
    assertThat(convolutions("vgg19"))
        .containsExactly(0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34);
    assertThat(names(Zoo.model("vgg16")))
        .contains("features.28.weight [512, 512, 3, 3]", "features.28.bias [512]")
        .contains("classifier.0.weight [4096, 25088]", "classifier.3.weight [4096, 4096]")
        .contains("classifier.6.weight [1000, 4096]", "classifier.6.bias [1000]");
  }

  private static List<Integer> convolutions(String name) {
    return names(Zoo.model(name)).stream()
        .filter(line -> line.matches("features.*weight.*"))
        .map(line -> Integer.valueOf(line.split("\\.")[1]))
        .toList();
  }

  @Test
  void denseNetHasTorchvisionsNamesAndShapes() {
    var names = new ArrayList<String>(List.of("features.conv0.weight [64, 3, 7, 7]"));
    names.addAll(norm("features.norm0", 64));
    int channels = 64;
    int[] depths = {6, 12, 24, 16};
    for (int block = 1; block <= 4; block++) {
      for (int unit = 1; unit <= depths[block - 1]; unit++) {
        var path = "features.denseblock" + block + ".denselayer" + unit + ".";
        names.addAll(norm(path + "norm1", channels));
        names.add(path + "conv1.weight " + Shape.of(128, channels, 1, 1));
        names.addAll(norm(path + "norm2", 128));
        names.add(path + "conv2.weight [32, 128, 3, 3]");
        channels += 32;
      }
      if (block < 4) {
        names.addAll(norm("features.transition" + block + ".norm", channels));
        channels /= 2;
        names.add(
            "features.transition"
                + block
                + ".conv.weight "
                + Shape.of(channels, channels * 2, 1, 1));
      }
    }
    names.addAll(norm("features.norm5", 1024));
    names.addAll(List.of("classifier.weight [1000, 1024]", "classifier.bias [1000]"));
    assertThat(names(Zoo.model("densenet121"))).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void efficientNetHasTimmsNamesAndShapes() {
    // stage: repeats, expansion, kernel, maps
    int[][] stages = {
      {1, 1, 3, 16},
      {2, 6, 3, 24},
      {2, 6, 5, 40},
      {3, 6, 3, 80},
      {3, 6, 5, 112},
      {4, 6, 5, 192},
      {1, 6, 3, 320}
    };
    var names = new ArrayList<String>(List.of("conv_stem.weight [32, 3, 3, 3]"));
    names.addAll(norm("bn1", 32));
    int in = 32;
    for (int stage = 0; stage < stages.length; stage++) {
      for (int block = 0; block < stages[stage][0]; block++) {
        var path = "blocks." + stage + "." + block + ".";
        int wide = in * stages[stage][1];
        int kernel = stages[stage][2];
        int out = stages[stage][3];
        int norm = 1;
        if (stage > 0) {
          names.add(path + "conv_pw.weight " + Shape.of(wide, in, 1, 1));
          names.addAll(norm(path + "bn" + norm++, wide));
        }
        names.add(path + "conv_dw.weight " + Shape.of(wide, 1, kernel, kernel));
        names.addAll(norm(path + "bn" + norm++, wide));
        names.add(path + "se.conv_reduce.weight " + Shape.of(in / 4, wide, 1, 1));
        names.add(path + "se.conv_reduce.bias " + Shape.of(in / 4));
        names.add(path + "se.conv_expand.weight " + Shape.of(wide, in / 4, 1, 1));
        names.add(path + "se.conv_expand.bias " + Shape.of(wide));
        names.add(
            path + (stage > 0 ? "conv_pwl" : "conv_pw") + ".weight " + Shape.of(out, wide, 1, 1));
        names.addAll(norm(path + "bn" + norm, out));
        in = out;
      }
    }
    names.add("conv_head.weight [1280, 320, 1, 1]");
    names.addAll(norm("bn2", 1280));
    names.addAll(List.of("classifier.weight [1000, 1280]", "classifier.bias [1000]"));
    assertThat(names(Zoo.model("efficientnet-b0"))).containsExactlyInAnyOrderElementsOf(names);
    assertThat(names(Zoo.model("efficientnet-b7")))
        .allMatch(name -> !name.contains("block") || name.startsWith("blocks."))
        .contains("blocks.5.12.conv_pwl.weight [384, 2304, 1, 1]");
  }

  @Test
  void efficientNetPreparesItsPicturesAsTimmDoes() {
    var file = folder.resolve("b0.safetensors");
    var model = Model.to("efficientnet-b0", EfficientNet.B0.withoutTop().on(input(32, 32, 3)));
    TorchWeights.save(model, file);
    assertThat(Safetensors.read(file)).doesNotContainKey("normalization.mean");
    TorchWeights.load(model, file);
    assertThat(model.preprocessing()).isEqualTo(Preprocessing.BYTES);
    var x = Tensor.vector(0, 0.5f, 1);
    var expected = Preprocessing.STANDARD.apply(x);
    var mean = variable(model, "normalization/mean");
    var variance = variable(model, "normalization/variance");
    for (int color = 0; color < 3; color++) {
      double rescaled = x.get(color) * 255 / 255;
      assertThat((rescaled - mean.get(color)) / Math.sqrt(variance.get(color)))
          .isCloseTo(expected.get(color), within(1e-5));
    }
    var plain = model();
    TorchWeights.load(plain, file(tensors()));
    assertThat(plain.preprocessing()).isEqualTo(Preprocessing.STANDARD);
  }

  @Test
  void whatBelongsToTheModelIsKept() {
    var file = folder.resolve("own.safetensors");
    var entries = Map.of("classes", "cat\nowl", "preprocessing", "signed");
    TorchWeights.save(model().replaceMetadata(entries), file);
    assertThat(TorchWeights.metadata(file)).isEqualTo(entries);
    assertThat(Safetensors.metadata(file)).containsEntry("format", "pt"); // what PyTorch asks for
    var loaded = model().replaceMetadata(Map.of("data", "owls", "classes", "none"));
    TorchWeights.load(loaded, file);
    assertThat(loaded.preprocessing()).isEqualTo(Preprocessing.SIGNED);
    assertThat(loaded.metadata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("data", "owls", "classes", "cat\nowl", "preprocessing", "signed"));
    assertThat(TorchWeights.metadata(file(tensors()))).isEmpty();
  }

  @Test
  void severalNetworksOfTheZooHavePyTorchsNames() {
    assertThat(names(Zoo.model("alexnet-torchvision")))
        .contains("features.10.weight [256, 256, 3, 3]", "classifier.1.weight [4096, 9216]");
    assertThat(names(Zoo.model("googlenet-torchvision")))
        .contains("inception3a.branch2.1.conv.weight [128, 96, 3, 3]")
        .contains("inception3a.branch2.1.bn.running_var [128]");
    assertThat(names(Zoo.model("se-resnet50"))).contains("layer1.0.se.fc1.weight [16, 256, 1, 1]");
    assertThat(names(Zoo.model("senet154")))
        .contains("layer1.0.conv2.weight [256, 2, 3, 3]", "last_linear.weight [1000, 2048]");
  }

  @Test
  void aHeadIsNotMissedWhereThereIsNone() {
    var whole = Model.to("r", ResNet.RESNET18.classes(3).on(input(32, 32, 3))).initialize(2);
    var file = folder.resolve("whole.safetensors");
    TorchWeights.save(whole, file);
    var base = Model.to("r", ResNet.RESNET18.withoutTop().on(input(32, 32, 3)));
    TorchWeights.load(base, file);
    assertThat(variable(base, "layer4.1.conv2/kernel"))
        .isEqualTo(variable(whole, "layer4.1.conv2/kernel"));
  }

  // ---- what goes wrong -----------------------------------------------------------------------

  private void assertRefused(Map<String, Tensor> tensors, String where, String message) {
    var model = model().initialize(5);
    var before = model.variables().stream().map(Variable::read).toList();
    var file = file(tensors);
    assertThatThrownBy(() -> TorchWeights.load(model, file))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            file
                + where
                + ": expected "
                + message
                + ".\n  Fix: give a file of this very network, with PyTorch's names.");
    IntStream.range(0, before.size())
        .forEach(i -> assertThat(model.variables().get(i).read()).isEqualTo(before.get(i)));
  }

  @Test
  void aMissingTensorIsNamed() {
    var tensors = tensors();
    tensors.remove("grow.bias");
    assertRefused(tensors, "", "grow.bias for grow/bias [4], got no such tensor");
  }

  @Test
  void aTensorOfAnotherShapeIsNamed() {
    var tensors = tensors();
    tensors.put("fc.bias", Tensor.vector(1, 2, 3));
    assertRefused(tensors, ": fc.bias", "shape [5] for fc/bias [5], got [3]");
  }

  @Test
  void aFileOfALargerNetworkIsRefused() {
    var tensors = tensors();
    tensors.put("stem.2.weight", Tensor.generate(Shape.of(2), i -> Rng.of(1).normal(i)));
    assertRefused(tensors, "", "the tensors of m alone, got stem.2.weight");
  }

  @Test
  void aLayerThatPyTorchDoesNotHaveIsNamed() {
    var model = Model.of(input(5, 5, 2), separableConv2d(3, 3));
    assertThatThrownBy(() -> TorchWeights.save(model, folder.resolve("file.safetensors")))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "separable_conv2d/depthwise_kernel: expected a weight of a convolution, a dense layer"
                + " or a normalization, got one that PyTorch has under no name of its own.\n"
                + "  Fix: save the model in another format.");
    assertThat(folder).isEmptyDirectory();
  }
}
