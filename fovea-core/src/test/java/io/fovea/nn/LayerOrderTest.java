// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.average;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maximum;
import static io.fovea.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.ShapeException;
import io.fovea.graph.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerOrderTest {

  /// The first block of Keras' ResNet-50, described shortcut first; the order is the one that its
  /// weight file has.
  @Test
  void aResidualBlockIsListedAsInKerasFiles() {
    var x = input(8, 8, 4);
    var skip = x.then("0_conv", conv2d(16, 1)).then("0_bn", batchNorm());
    var y =
        x.then("1_conv", conv2d(4, 1))
            .then("1_bn", batchNorm())
            .then("1_relu", relu())
            .then("2_conv", conv2d(4, 3).same())
            .then("2_bn", batchNorm())
            .then("2_relu", relu())
            .then("3_conv", conv2d(16, 1))
            .then("3_bn", batchNorm());
    var network = Network.to(skip.join("add", add(), y).then("out", relu()));
    assertThat(names(network))
        .containsExactly(
            "1_conv", "1_bn", "1_relu", "2_conv", "2_bn", "2_relu", "0_conv", "3_conv", "0_bn",
            "3_bn", "add", "out");
    assertThat(network.variables().subList(0, 3))
        .extracting(Variable::path)
        .containsExactly("1_conv/kernel", "1_conv/bias", "1_bn/gamma");
  }

  /// `a(w(x))` and `d(c(a(x)))`: the second use of `a` is 2 away from its output, so the first counts as
  /// 2 away too, and `w` before it as 3, though it is 1 away from the output that it leads to.
  @Test
  void noUseOfASharedLayerIsNearerThanThoseBehindIt() {
    var a = Layers.shared("a", conv2d(4, 1));
    var x = input(8, 8, 4);
    var y = x.then("w", conv2d(4, 1)).then(a);
    var z = x.then(a).then("c", conv2d(4, 1)).then("d", conv2d(4, 1));
    var network = Network.to(y, z);
    assertThat(names(network)).containsExactly("w", "a", "a_1", "c", "d");
    assertThat(network.variables())
        .extracting(Variable::path)
        .containsExactly(
            "w/kernel", "w/bias", "a/kernel", "a/bias", "c/kernel", "c/bias", "d/kernel", "d/bias");
  }

  @Test
  void aLayerThatGivesBackItsInputIsALayerAllTheSame() {
    var x = input(4);
    var network = Network.to(x.then("d", Layers.dense(2)).then("logits", Activation.LINEAR));
    assertThat(network.outputNames()).containsExactly("logits");
    assertThat(names(network)).containsExactly("d", "logits");
  }

  @Test
  void automaticNamesKeepOutOfTheWayOfNamesOfYourOwn() {
    var x = input(4).then("dense_1", Layers.dense(4));
    var y = x.then(Layers.dense(4)).then(Layers.dense(4)).then(Layers.dense(4));
    assertThat(names(Network.to(y))).containsExactly("dense_1", "dense", "dense_2", "dense_3");
  }

  @Test
  void arithmeticBetweenLayersCountsAsAPart() {
    var x = input(8, 8, 4);
    var a = x.then("a", conv2d(4, 3).same());
    var b = x.then("b", conv2d(4, 3).same());
    var network = Network.to(b.plus(a).then("c", conv2d(2, 1)));
    assertThat(names(network)).containsExactly("b", "a", "c");
    assertThat(network.parts()).hasSize(5); // and the input, and the sum
    assertThat(network.parts().getFirst().inputs()).isEmpty();
  }

  @Test
  void layersThatLeadNowhereComeLast() {
    var x = input(8, 8, 4);
    var unused = x.then("unused", conv2d(4, 3));
    var network = Network.to(x.then("used", conv2d(4, 3)));
    assertThat(unused.shape()).hasToString("[N, 6, 6, 4]");
    assertThat(names(network)).containsExactly("used", "unused");
  }

  @Test
  void joinsNameThemselvesAsKerasDoes() {
    var x = input(8, 8, 4);
    var y = x.join(average(), x, x).join(maximum(), x).join(concatenate(), x, x);
    assertThat(y.shape()).hasToString("[N, 8, 8, 12]");
    assertThat(names(Network.to(y))).containsExactly("average", "maximum", "concatenate");
  }

  @Test
  void aJoinOfOneValueIsRefused() {
    assertThatThrownBy(() -> input(4).then(add()))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "add: expected Add to get two values or more, got one.\n"
                + "  Fix: name the others: x.join(add(), y).");
  }

  private static List<String> names(Network network) {
    return network.layers().stream().map(Network.Call::name).toList();
  }
}
