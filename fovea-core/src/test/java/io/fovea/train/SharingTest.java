// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Models that share variables.
class SharingTest {
  @Test
  void aModelBuiltOnAnotherLeavesItsWeightsAlone() {
    var base = Model.of(input(1), dense(1).noBias());
    base.variables().getFirst().write(new float[] {7});
    var model = base.then(dense(2));
    assertThat(model.variables().getFirst()).isSameAs(base.variables().getFirst());
    assertThat(base.variables().getFirst().read()).containsExactly(7);
  }

  @Test
  void newModelsOfTheSameLayersStartAlike() {
    var first = Model.of(input(3), dense(2));
    var second = Model.of(input(3), dense(2));
    assertThat(first.variables().getFirst().read())
        .isEqualTo(second.variables().getFirst().read())
        .isNotEqualTo(second.initialize(5).variables().getFirst().read());
  }

  /// The shortcut is described first, but Keras lists the longer way first.
  @Test
  void aModelUsedAsLayerKeepsTheOrderOfItsVariables() {
    var x = input(3);
    var skip = x.then("skip", dense(3));
    var base = Model.to("base", x.then("a", dense(3)).then("b", dense(3)).plus(skip));
    assertThat(base.then(dense(1)).variables().subList(0, 6)).isEqualTo(base.variables());
  }
}
