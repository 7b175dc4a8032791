// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.formats.keras.KerasFormat;
import io.fovea.graph.Step;
import io.fovea.graph.Variable;
import io.fovea.nn.Network;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every network of the zoo is described anew, step by step the same, by what is saved of it.
class ZooRoundTripTest {
  /// They normalize over maps, or have LeCun's subsampling: no layers of Keras.
  private static final List<String> NOT_FOR_KERAS =
      List.of("lenet5-original", "alexnet", "googlenet", "se-inception");

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theConfigIsTheNetwork(String name) throws JsonProcessingException {
    var network = Zoo.entry(name).described();
    var writer = new ArchitectureWriter();
    var text = writer.network(network).toString();
    var reader = new ArchitectureReader(name, Long.MAX_VALUE);
    reader.models(writer.models());
    var again = reader.network(name, new ObjectMapper().readTree(text));
    assertThat(layers(again)).isEqualTo(layers(network));
    assertThat(steps(again)).isEqualTo(steps(network));
    assertThat(again.variables().stream().map(Variable::toString))
        .containsExactlyElementsOf(network.variables().stream().map(Variable::toString).toList());
    assertThat(again.auxiliaries())
        .extracting(Network.Auxiliary::weight)
        .isEqualTo(network.auxiliaries().stream().map(Network.Auxiliary::weight).toList());
  }

  @Test
  void kerasFilesHoldAllOthers() {
    var refused =
        names().stream()
            .filter(name -> !KerasFormat.holds(Model.of(name, Zoo.entry(name).described())));
    assertThat(refused).containsExactlyElementsOf(NOT_FOR_KERAS);
  }

  private static List<String> layers(Network network) {
    return network.layers().stream()
        .map(call -> call.path() + " " + call.layer() + " " + call.output().shape())
        .toList();
  }

  /// Without numbers of values: branches may be described in another order.
  private static List<String> steps(Network network) {
    return network.graph().steps().stream()
        .map(step -> step.path() + " " + step.op().getClass() + " " + shapes(step))
        .sorted()
        .toList();
  }

  private static String shapes(Step step) {
    return Stream.concat(step.inputs().stream(), step.outputs().stream())
        .map(value -> value.shape().toString())
        .collect(joining(" "));
  }
}
