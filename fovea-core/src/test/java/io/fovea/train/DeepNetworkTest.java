// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.relu;
import static io.fovea.optim.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.Engines;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/// Networks many times deeper than the stack of a thread.
class DeepNetworkTest {
  private static final int LAYERS = 20_000;

  @Test
  void aLongChainIsDescribedSummarizedDifferentiatedAndRun() {
    var x = input(2).then(dense(2));
    for (int i = 0; i < LAYERS; i++) {
      x = x.then(relu());
    }
    var model = Model.to("deep", x.then(dense(1))).runOn(Engines.named("reference"));
    assertThat(model.network().layers()).hasSize(LAYERS + 2).isSortedAccordingTo(byOutput());
    assertThat(model.summary()).contains("re_lu_" + (LAYERS - 1) + " ").contains("Total params: 9");
    model.compile(sgd(0.5), meanSquaredError());
    assertThat(model.trainGraph(1).variables()).hasSize(4);

    write(model, "dense/kernel", 1, 0, 0, 1);
    write(model, "dense_1/kernel", 2, 3);
    // relu, any number of times, leaves (1, -1) as (1, 0)
    var example = Tensor.of(Shape.of(1, 2), 1, -1);
    assertThat(model.predict(example).toArray()).containsExactly(2);
  }

  @Test
  void manyVariablesAndSumsAreOrderedInTheTimeThatAWalkTakes() {
    Node x = input(1);
    var sum = x;
    for (int i = 0; i < LAYERS / 4; i++) {
      sum = sum.then(dense(1)).plus(x);
    }
    var network = Model.to("sums", sum).network();
    assertThat(network.parts()).hasSize(1 + 2 * (LAYERS / 4));
    assertThat(network.variables().getFirst().path()).isEqualTo("dense/kernel");
    assertThat(network.lastingVariables()).hasSize(2 * (LAYERS / 4));
  }

  private static Comparator<Network.Call> byOutput() {
    return Comparator.comparingInt(call -> call.output().id());
  }

  private static void write(Model model, String path, float... values) {
    model.variables().stream()
        .filter(variable -> variable.path().equals(path))
        .findFirst()
        .orElseThrow()
        .write(values);
  }
}
