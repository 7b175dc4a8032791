package io.fovea.formats;

import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import io.fovea.formats.H5Group.Attribute;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.DenseNet;
import io.fovea.zoo.EfficientNet;
import io.fovea.zoo.InceptionV3;
import io.fovea.zoo.KerasResNet;
import io.fovea.zoo.MobileNetV2;
import io.fovea.zoo.Vgg;
import io.fovea.zoo.Xception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Weight files in the layout of those published for Keras' families, with random numbers: the tables
/// name layers, order and shapes as Python Keras printed them.
class PublishedWeightsTest {
  @TempDir Path folder;

  /// A layer with weights: its name, and its tensors in the order of the file.
  private record Stored(int slot, String name, Map<String, Shape> tensors) {}

  static Stream<Arguments> families() {
    return Stream.of(
        Arguments.of("VGG16", Vgg.VGG16.withoutTop(), 224, 3),
        Arguments.of("ResNet50", KerasResNet.RESNET50, 224, 0),
        Arguments.of("InceptionV3", InceptionV3.INCEPTION_V3, 299, 0),
        Arguments.of("Xception", Xception.XCEPTION, 299, 0),
        Arguments.of("MobileNetV2", MobileNetV2.MOBILENET_V2, 224, 0),
        Arguments.of("MobileNetV2", MobileNetV2.MOBILENET_V2.withoutTop(), 224, 1),
        Arguments.of("EfficientNetB0", EfficientNet.B0, 224, 0),
        Arguments.of("EfficientNetB0", EfficientNet.B0.withoutTop(), 224, 1),
        Arguments.of("DenseNet121", DenseNet.DENSENET121, 224, 0),
        Arguments.of("DenseNet121", DenseNet.DENSENET121.withoutTop(), 224, 1));
  }

  private static Model model(Layer network, int side) {
    return Model.to("network", network.on(input(side, side, 3)));
  }

  private static List<Stored> table(String name, int withoutLast) {
    var stored = new ArrayList<Stored>();
    try {
      var url = PublishedWeightsTest.class.getResource("/layer-tables/" + name + ".tsv");
      for (String line : Files.readAllLines(Path.of(url.toURI()))) {
        var columns = line.split("\t", -1);
        if (!columns[1].equals("-")) {
          stored.add(new Stored(Integer.parseInt(columns[1]), columns[2], tensors(columns[7])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    assertThat(stored).extracting(Stored::slot).isSorted();
    return stored.subList(0, stored.size() - withoutLast);
  }

  /// `kernel(3,3,3,64);bias(64,)`.
  private static Map<String, Shape> tensors(String text) {
    var tensors = new LinkedHashMap<String, Shape>();
    for (String tensor : text.split(";")) {
      var parts = tensor.split("[()]");
      var sizes =
          parts.length < 2
              ? new int[0]
              : Stream.of(parts[1].split(","))
                  .filter(size -> !size.isBlank())
                  .mapToInt(size -> Integer.parseInt(size.strip()))
                  .toArray();
      tensors.put(parts[0], Shape.of(sizes));
    }
    return tensors;
  }

  private static float number(int layer, int tensor, int element) {
    return (float) Rng.of(layer).at("" + tensor).uniform(element & 0xFF);
  }

  private static float[] numbers(Shape shape, int layer, int tensor) {
    var some = new float[256];
    for (int i = 0; i < some.length; i++) {
      some[i] = number(layer, tensor, i);
    }
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = some[i & 0xFF];
    }
    return values;
  }

  /// As h5py 2 wrote lists and TensorFlow named weights.
  private Path published(List<Stored> layers) {
    var root = new H5Group();
    root.attribute("backend", new Attribute.Bytes("tensorflow"));
    root.attribute("keras_version", new Attribute.Bytes("2.2.4"));
    var names = new ArrayList<>(layers.stream().map(Stored::name).toList());
    names.addFirst("input_1");
    root.group("input_1").attribute("weight_names", new Attribute.Nothing());
    KerasWeights.names(root, "layer_names", names);
    for (int l = 0; l < layers.size(); l++) {
      var layer = layers.get(l);
      var group = root.group(layer.name());
      var weights =
          layer.tensors().keySet().stream().map(t -> layer.name() + "/" + t + ":0").toList();
      group.attribute("weight_names", new Attribute.Fields(weights));
      int t = 0;
      for (var shape : layer.tensors().values()) {
        int number = l;
        int tensor = t;
        group.put(weights.get(t), new H5Member.Floats(shape, () -> numbers(shape, number, tensor)));
        t++;
      }
    }
    var file = folder.resolve("published.h5");
    KerasFiles.write(file, root);
    return file;
  }

  @ParameterizedTest
  @MethodSource("families")
  void publishedFilesFillTheNetworkInKerasOrder(
      String name, Layer network, int side, int withoutLast) {
    var layers = table(name, withoutLast);
    var model = model(network, side).loadWeights(published(layers));
    int next = 0;
    for (int l = 0; l < layers.size(); l++) {
      int t = 0;
      for (var shape : layers.get(l).tensors().values()) {
        var variable = model.variables().get(next);
        String where = layers.get(l).name() + " " + variable.path();
        assertThat(variable.shape()).as(where).isEqualTo(shape);
        float[] values = variable.read();
        for (int i = 0; i < Math.min(values.length, 256); i++) {
          assertThat(values[i]).as(where).isEqualTo(number(l, t, i));
        }
        next++;
        t++;
      }
    }
    assertThat(model.variables()).hasSize(next);
  }

  @Test
  void aFileOfAnotherNetworkIsRefusedByItsFirstMismatch() {
    var model = model(MobileNetV2.MOBILENET_V2, 224);
    float[] before = model.variables().getFirst().read();
    var file = published(table("MobileNetV2", 1));
    assertThatThrownBy(() -> model.loadWeights(file))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(
            file + ": expected 105 layers with weights, got 104, none for predictions.");
    var other = published(table("EfficientNetB0", 0));
    assertThatThrownBy(() -> model.loadWeights(other))
        .hasMessageStartingWith(
            other
                + ": normalization for layer Conv1: expected 1 variables [kernel], got 3"
                + " variables.");
    assertThat(model.variables().getFirst().read()).isEqualTo(before);
    assertThat(model.variables()).extracting(Variable::path).contains("Conv1/kernel");
  }
}
