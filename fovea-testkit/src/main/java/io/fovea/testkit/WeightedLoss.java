// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import java.util.List;

/// Makes a scalar of any results, so that gradients can be taken: `sum of weight y` with fixed random
/// weights, each between 0.5 and 1.5 in size, so that no element goes unseen.
final class WeightedLoss {
  private WeightedLoss() {}

  static Value add(GraphBuilder g, List<Value> outputs, Rng rng) {
    var loss = g.scalar(0);
    for (int k = 0; k < outputs.size(); k++) {
      var y = outputs.get(k);
      var own = rng.at(k);
      var weights =
          Tensor.generate(
              y.shape(),
              i -> own.uniform(2L * i, 0.5, 1.5) * (own.uniform(2L * i + 1) < 0.5 ? -1 : 1));
      loss = g.plus(loss, g.sum(g.times(y, g.add(new Op.Literal(weights)))));
    }
    return loss;
  }
}
