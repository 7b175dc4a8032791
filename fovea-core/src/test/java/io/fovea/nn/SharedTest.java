// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.sequential;
import static io.fovea.nn.Layers.shared;
import static io.fovea.nn.Layers.subtract;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.engine.Engines;
import io.fovea.error.ShapeException;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.train.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTest {
  private static final Shared ENCODER = shared("encoder", dense(1).noBias());

  private static List<String> paths(Network network) {
    return network.variables().stream().map(Variable::path).toList();
  }

  /// `w a - w b`.
  private static Model difference() {
    var a = input(1);
    var b = a.input("b", 1);
    return Model.to("difference", a.then(ENCODER).join("minus", subtract(), b.then(ENCODER)));
  }

  @Test
  void bothUsesHaveTheVariablesOfTheFirst() {
    var model = difference().runOn(Engines.named("reference"));
    assertThat(paths(model.network())).containsExactly("encoder/kernel");
    model.variables().getFirst().write(new float[] {3});
    var two = Tensor.of(Shape.of(1, 1), 2);
    var five = Tensor.of(Shape.of(1, 1), 5);
    assertThat(model.predictAll(two, five).getFirst().get(0)).isEqualTo(-9);
  }

  @Test
  void aBlockIsSharedAsAWhole() {
    var block = shared("block", sequential(conv2d(2, 1).noBias(), batchNorm(), conv2d(2, 1)));
    var x = input(4, 4, 2);
    var network = Network.to(x.then(block).plus(x.times(2).then(block)));
    assertThat(paths(network))
        .containsExactly(
            "block/conv2d/kernel",
            "block/batch_normalization/gamma",
            "block/batch_normalization/beta",
            "block/batch_normalization/moving_mean",
            "block/batch_normalization/moving_variance",
            "block/conv2d_1/kernel",
            "block/conv2d_1/bias");
  }

  private record Inside() implements Layer {
    @Override
    public Node on(Node x) {
      return x.then(ENCODER);
    }
  }

  @Test
  void usesDeepInLayersBelongTogetherToo() {
    var network =
        Network.to(input(1).then("a", new Inside()).then("b", new Inside()).then("c", ENCODER));
    assertThat(paths(network)).containsExactly("encoder/kernel");
    assertThat(network.calls())
        .extracting(Network.Call::path)
        .containsExactly("a/encoder", "a", "b/encoder", "b", "c");
  }

  @Test
  void equalLayersThatAreNotSharedStayApart() {
    var network = Network.to(input(1).then(dense(1).noBias()).then(dense(1).noBias()));
    assertThat(paths(network)).containsExactly("dense/kernel", "dense_1/kernel");
  }

  @Test
  void everyDescriptionHasVariablesOfItsOwn() {
    assertThat(difference().variables().getFirst())
        .isNotSameAs(difference().variables().getFirst());
  }

  @Test
  void summaryListsItOnce() {
    var summary = Summary.of(difference());
    assertThat(summary.layers())
        .extracting(Summary.Layer::name)
        .containsExactly("input", "b", "encoder", "minus");
    var encoder = summary.layers().get(2);
    assertThat(encoder.type()).isEqualTo("Dense");
    assertThat(encoder.inputs()).containsExactly("input", "b");
    assertThat(encoder.parameters()).isEqualTo(1);
    assertThat(encoder.macs()).isEqualTo(2);
    assertThat(summary.layers().get(3).inputs()).containsExactly("encoder", "encoder");
    assertThat(summary.parameters()).isEqualTo(1);
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    assertThatThrownBy(() -> input(1).then(ENCODER).then(shared("encoder", dense(2).noBias())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "encoder_1: expected shared(\"encoder\") to be the layer of its first use, Dense[")
        .hasMessageEndingWith("\n  Fix: give different layers different names.");
    var wide = shared("wide", dense(2).noBias());
    assertThatThrownBy(() -> input(1).then(wide).then(wide))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "wide_1: expected an input for which wide/kernel has shape [1, 2], as at the first use,"
                + " got one that makes it [2, 2].\n"
                + "  Fix: give a shared layer inputs of the same depth.");
    assertThatThrownBy(() -> input(1).then("encoder", dense(1)).then(ENCODER))
        .hasMessage(
            "encoder/kernel: expected a new name, got one already taken in this layer.\n"
                + "  Fix: rename it.");
  }
}
