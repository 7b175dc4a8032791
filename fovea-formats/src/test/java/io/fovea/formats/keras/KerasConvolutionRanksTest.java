// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layer;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sequences and volumes in Keras files, and layers that reorder axes or learn slopes.
class KerasConvolutionRanksTest {
  @TempDir Path folder;

  private Path save(Model model) {
    var file = folder.resolve("model.keras");
    model.save(file);
    return file;
  }

  private static JsonNode config(Path file, int layer) throws IOException {
    try (var archive = Archive.open(file)) {
      return archive
          .read(
              "config.json",
              1 << 20,
              in -> JsonMapper.builder().build().readTree(in.readAllBytes()))
          .path("config")
          .path("layers")
          .path(layer)
          .path("config");
    }
  }

  private void assertComesBack(Model model) {
    var loaded = Model.load(save(model));
    assertThat(loaded.network().layers().stream().map(call -> call.layer()).toList())
        .isEqualTo(model.network().layers().stream().map(call -> call.layer()).toList());
    var shape = model.network().inputShape().batch(2);
    var x = Tensor.generate(shape, i -> Math.sin(i));
    assertThat(loaded.predict(x)).isEqualTo(model.predict(x));
  }

  @Test
  void layersAndNumbersComeBack() {
    assertComesBack(
        Model.of(
            input(9, 4),
            conv1d(6, 3).causal().dilation(2).relu(),
            permute(2, 1),
            conv1d(6, 2).stride(2).groups(3).noBias(),
            flatten(),
            dense(3)));
    assertComesBack(
        Model.of(
            input(4, 5, 6, 2),
            conv3d(4, 2, 3, 1).stride(1, 2, 2).same().tanh(),
            conv3d(2, 2).dilation(2).groups(2),
            flatten()));
    assertComesBack(
        Model.of(
            input(4, 5, 2),
            prelu().alphaInitializer(Initializers.constant(0.25)),
            prelu().alphaInitializer(Initializers.constant(0.5)).sharedByMap()));
  }

  // keras/src/layers: conv1d.py, conv3d.py, permute.py, prelu.py
  @Test
  void membersAreThoseOfKeras() throws IOException {
    var line = config(save(Model.of(input(9, 4), conv1d(6, 3).causal().stride(2))), 1);
    assertThat(line.path("kernel_size").toString()).isEqualTo("[3]");
    assertThat(line.path("strides").toString()).isEqualTo("[2]");
    assertThat(line.path("dilation_rate").toString()).isEqualTo("[1]");
    assertThat(line.path("padding").asText()).isEqualTo("causal");
    var box = config(save(Model.of(input(4, 5, 6, 2), conv3d(4, 2, 3, 1))), 1);
    assertThat(box.path("kernel_size").toString()).isEqualTo("[2,3,1]");
    assertThat(box.path("strides").toString()).isEqualTo("[1,1,1]");
    var order = config(save(Model.of(input(4, 5, 2), permute(3, 1, 2))), 1);
    assertThat(order.path("dims").toString()).isEqualTo("[3,1,2]");
    var slopes = config(save(Model.of(input(4, 5, 2), prelu().sharedByMap())), 1);
    assertThat(slopes.path("shared_axes").toString()).isEqualTo("[1,2]");
  }

  private static Layer read(String name, String config) throws IOException {
    var node = JsonMapper.builder().build().readTree(config);
    return KerasLayers.read(name, new KerasConfig("f: layer", node)).orElseThrow();
  }

  @Test
  void shortFormsAndDefaultsAreRead() throws IOException {
    assertThat(read("Conv1D", "{\"filters\": 4, \"kernel_size\": 3}")).isEqualTo(conv1d(4, 3));
    assertThat(read("Conv3D", "{\"filters\": 4, \"kernel_size\": 3, \"strides\": [1, 2, 2]}"))
        .isEqualTo(conv3d(4, 3).stride(1, 2, 2));
    assertThat(read("Permute", "{\"dims\": [2, 1]}")).isEqualTo(permute(2, 1));
    assertThat(read("PReLU", "{}")).isEqualTo(prelu());
  }

  @Test
  void bordersThatKerasDoesNotHaveAreNamed() {
    assertThatThrownBy(() -> save(Model.of(input(9, 4), conv1d(6, 3).pad(1))))
        .hasMessage(
            "conv1d: expected padding that Keras has: none, or same(), got"
                + " Explicit[Border[before=1, after=1]].\n"
                + "  Fix: use one of these, or save as .fovea.");
    assertThatThrownBy(() -> save(Model.of(input(9, 8, 4), conv2d(6, 3).causal())))
        .hasMessageStartingWith("conv2d: expected padding that Keras has: none, or same(), got");
  }

  @Test
  void whatFoveaDoesNotHaveIsNamed() {
    assertThatThrownBy(
            () -> read("Conv3D", "{\"filters\": 4, \"kernel_size\": 3, \"padding\": \"causal\"}"))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("f: layer.padding: expected valid or same, got \"causal\".");
    assertThatThrownBy(() -> read("Conv3D", "{\"filters\": 4, \"kernel_size\": [3, 3]}"))
        .hasMessageStartingWith("f: layer.kernel_size: expected 3 numbers, got [3,3].");
    assertThatThrownBy(() -> read("PReLU", "{\"shared_axes\": [1]}"))
        .hasMessageStartingWith(
            "f: layer.shared_axes: expected null, or height and width of pictures: [1, 2], got"
                + " [1].");
  }
}
