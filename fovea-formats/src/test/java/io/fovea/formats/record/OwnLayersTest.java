// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.nn.Initializers.ones;
import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import io.fovea.formats.LayerTypes;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers of the user's own in our own files.
class OwnLayersTest {
  @TempDir Path folder;

  private Model again(Model model) {
    var file = folder.resolve("model.fovea");
    model.save(file);
    return Model.load(file);
  }

  record ChannelScale(int times) implements Layer {
    @Override
    public Node on(Node x) {
      return x.times(x.param("gamma", ones(), x.channels())).times(times);
    }
  }

  record Stranger() implements Layer {
    @Override
    public Node on(Node x) {
      return x.relu();
    }
  }

  @Test
  void aRegisteredLayerComesBack() {
    LayerTypes.register("ChannelScale", ChannelScale.class);
    var loaded = again(Model.of(input(2, 2, 3), new ChannelScale(2)));
    assertThat(loaded.network().layers().getFirst().layer()).isEqualTo(new ChannelScale(2));
  }

  @Test
  void anUnknownLayerIsNamedWithTheFixAndNothingIsWritten() throws IOException {
    var file = folder.resolve("stranger.fovea");
    var model = Model.of(input(2), new Stranger());
    assertThatThrownBy(() -> model.save(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "stranger: expected layers and options that are known records, got "
                + Stranger.class.getName()
                + ".\n  Fix: write it as a record and, if it is a layer, call"
                + " LayerTypes.register(\"Stranger\", Stranger.class).");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aLambdaIsNoPlainLayer() {
    Layer lambda = x -> x.relu();
    assertThatThrownBy(() -> again(Model.to("m", input(2).then("mine", lambda))))
        .hasMessageStartingWith("mine: expected layers and options that are known records, got ");
  }

  @Test
  void aVariableBetweenLayersIsRejected() {
    var x = input(2);
    assertThatThrownBy(() -> again(Model.to("m", x.times(x.param("gamma", ones(), 2)))))
        .hasMessage(
            "Read: expected variables inside layers only, got a variable between layers.\n"
                + "  Fix: put it into a layer, a record with a method on(Node).");
  }

  @Test
  void namesAreTakenOnce() {
    assertThatThrownBy(() -> LayerTypes.register("Conv", Stranger.class))
        .hasMessage(
            "LayerTypes.register: expected a name that no other type has, got Conv.\n"
                + "  Fix: choose another name.");
  }
}
