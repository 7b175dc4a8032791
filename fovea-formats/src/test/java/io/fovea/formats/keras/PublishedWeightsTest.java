// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.formats.keras.PublishedFiles.number;
import static io.fovea.formats.keras.PublishedFiles.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import io.fovea.formats.keras.PublishedFiles.Stored;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.Pretrained;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files in the layout of those published, top and no top, fill Keras' families by the order of layers.
///
/// By default the smaller file of one network of each family; `-Dfovea.published=all` tries all.
class PublishedWeightsTest {
  private static final boolean ALL = "all".equals(System.getProperty("fovea.published", ""));
  private static final Set<String> SOME =
      Set.of(
          "vgg16",
          "resnet50",
          "inception-v3",
          "xception",
          "densenet121",
          "convnext-tiny",
          "mobilenet",
          "mobilenet-v2",
          "efficientnet-b0",
          "efficientnet-b1");
  private static final Set<String> LIGHT = Set.of("mobilenet-v2", "efficientnet-b0");

  @TempDir Path folder;

  /// All but ResNet V2, whose tables there are not.
  static Stream<Arguments> families() {
    return Pretrained.all().stream()
        .map(Pretrained::model)
        .filter(name -> !name.matches("resnet\\d+-v2"))
        .flatMap(name -> Stream.of(Arguments.of(name, true), Arguments.of(name, false)))
        .filter(arguments -> ALL || isLight(arguments));
  }

  private static boolean isLight(Arguments arguments) {
    boolean withTop = (boolean) arguments.get()[1];
    return (withTop ? LIGHT : SOME).contains(arguments.get()[0]);
  }

  private static List<Stored> layers(String name, boolean withTop) {
    if (name.equals("convnext-tiny") && !withTop) {
      var layers = new ArrayList<>(table(name, 2)); // and one that is not in the file with the top
      var shapes = Map.of("gamma", Shape.of(768), "beta", Shape.of(768));
      layers.add(
          new Stored(layers.size(), "layer_normalization", new TreeMap<>(shapes).descendingMap()));
      return layers;
    }
    return table(name, withTop ? 0 : name.startsWith("vgg") ? 3 : 1);
  }

  private static Model model(String name, boolean withTop) {
    var draft = Zoo.draft(name);
    return (withTop ? draft : draft.withoutTop()).build();
  }

  private Path published(List<Stored> layers) {
    var file = folder.resolve("published.h5");
    PublishedFiles.write(file, layers, Map.of());
    return file;
  }

  @ParameterizedTest
  @MethodSource("families")
  void publishedFilesFillTheNetworkInKerasOrder(String name, boolean withTop) {
    var layers = layers(name, withTop);
    var model = model(name, withTop).loadWeights(published(layers));
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
    var model = model("mobilenet-v2", true);
    float[] before = model.variables().getFirst().read();
    var file = published(table("mobilenet-v2", 1));
    assertThatThrownBy(() -> model.loadWeights(file))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(
            file + ": expected 105 layers with weights, got 104, none for predictions.");
    var other = published(table("efficientnet-b0", 0));
    assertThatThrownBy(() -> model.loadWeights(other))
        .hasMessageStartingWith(
            other
                + ": normalization for layer Conv1: expected 1 variables [kernel], got 3"
                + " variables.");
    assertThat(model.variables().getFirst().read()).isEqualTo(before);
    assertThat(model.variables()).extracting(Variable::path).contains("Conv1/kernel");
    var wider = published(table("efficientnet-b3", 0));
    assertThatThrownBy(() -> model("efficientnet-b0", true).loadWeights(wider))
        .hasMessageStartingWith(
            wider
                + ": stem_conv for layer stem_conv: expected kernel of shape [3, 3, 3, 32], got"
                + " shape [3, 3, 3, 40].");
  }

  @Test
  void aFileWithAnotherSequenceIsRefusedByItsFirstMismatch() {
    var layers = new ArrayList<>(layers("convnext-tiny", false));
    var stem = new LinkedHashMap<>(layers.getFirst().tensors());
    assertThat(stem.put("beta", Shape.of(95))).isEqualTo(Shape.of(96));
    layers.set(0, new Stored(0, layers.getFirst().name(), stem));
    var model = model("convnext-tiny", false);
    float[] before = model.variables().getFirst().read();
    var file = published(layers);
    assertThatThrownBy(() -> model.loadWeights(file))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(
            file
                + ": convnext_tiny_stem for layer convnext_tiny_stem: expected beta of shape [96],"
                + " got shape [95].");
    var whole = published(layers("convnext-tiny", false).subList(0, 94));
    assertThatThrownBy(() -> model.loadWeights(whole))
        .hasMessageStartingWith(
            whole + ": expected 95 layers with weights, got 94, none for layer_normalization.");
    assertThat(model.variables().getFirst().read()).isEqualTo(before);
  }
}
