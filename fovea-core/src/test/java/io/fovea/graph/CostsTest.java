// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.localResponseNorm;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.nn.Network;
import io.fovea.nn.Node;
import org.junit.jupiter.api.Test;

class CostsTest {
  private static Graph one(Node output) {
    return Network.to(output).graph().batch(1);
  }

  @Test
  void theWorstMomentCounts() {
    // 4 x 4: input 3 maps, then 8, then 2; the input is alive for the sum at the end
    var x = input(4, 4, 3);
    var wide = x.then(conv2d(8, 1).noBias());
    var narrow = wide.then(conv2d(3, 1).noBias());
    assertThat(Costs.peakBytes(one(narrow))).isEqualTo(4 * 16 * (8 + 3));
    assertThat(Costs.peakBytes(one(narrow.plus(x)))).isEqualTo(4 * 16 * (3 + 8 + 3));
  }

  @Test
  void productsWithFixedNumbersDoNotCount() {
    var x = input(4, 4, 3).then(conv2d(8, 1).noBias());
    assertThat(Costs.productMacs(one(x))).isEqualTo(16 * 3 * 8);
    assertThat(Costs.productMacs(one(x.then(localResponseNorm(5))))).isEqualTo(16 * 3 * 8);
  }
}
