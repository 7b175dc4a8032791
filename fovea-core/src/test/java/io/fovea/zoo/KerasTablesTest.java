// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Variable;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks that Keras has, too, consist of Keras' layers, in Keras' order, with Keras' names and
/// shapes. The tables come from Keras 3.16: number among the layers with weights, name, class,
/// output shape, weights.
class KerasTablesTest {
  private record Row(String slot, String name, String type, String output, String weights) {
    static Row of(String line) {
      var cells = line.split("\t", -1);
      return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }

    boolean isInput() {
      return type.equals("InputLayer");
    }

    /// ConvNeXt's place for stochastic depth, which the published networks do not have.
    boolean doesNothing() {
      return name.endsWith("_identity");
    }

    /// Whether the name is the one that Keras gives to activations without a name, which depends on
    /// a class that is called otherwise here.
    boolean isUnnamedActivation() {
      return name.matches("activation(_\\d+)?");
    }

    String described() {
      // ConvNeXt's factors have no name
      var named = weights.replaceAll("^variable(_\\d+)?\\(", "gamma(");
      return (isUnnamedActivation() ? "activation" : name) + " " + output + " " + named;
    }
  }

  private static List<Row> table(String name) {
    var stream =
        Objects.requireNonNull(KerasTablesTest.class.getResourceAsStream("keras/" + name + ".tsv"));
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(Row::of)
          .filter(row -> !row.isInput() && !row.doesNothing())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convnext-tiny",
        "densenet121",
        "efficientnet-b0",
        "efficientnet-b1",
        "efficientnet-b2",
        "efficientnet-b3",
        "efficientnet-b4",
        "efficientnet-b5",
        "efficientnet-b6",
        "efficientnet-b7",
        "inception-resnet-v2",
        "inception-v3",
        "mobilenet",
        "mobilenet-v2",
        "resnet50",
        "resnet101",
        "resnet152",
        "vgg16",
        "vgg19",
        "xception"
      })
  void hasKerasLayers(String name) {
    var layers = Zoo.entry(name).described().layers().stream().map(KerasTablesTest::described);
    assertThat(layers).containsExactlyElementsOf(table(name).stream().map(Row::described).toList());
  }

  private static String described(Network.Call call) {
    var name = call.path().matches("re_lu(_\\d+)?") ? "activation" : call.path();
    var weights = call.variables().stream().map(KerasTablesTest::text).collect(joining(";"));
    return name + " " + text(call.output().shape()) + " " + weights;
  }

  private static String text(Variable variable) {
    var sizes = variable.shape().sizes();
    var inner = sizes.stream().map(String::valueOf).collect(joining(","));
    var name = variable.path().substring(variable.path().lastIndexOf('/') + 1);
    return name + "(" + inner + (sizes.size() == 1 ? ",)" : ")");
  }

  private static String text(Shape output) {
    return output.sizes().stream()
        .map(size -> size == Shape.OPEN ? "None" : String.valueOf(size))
        .collect(joining(",", "(", ")"));
  }
}
