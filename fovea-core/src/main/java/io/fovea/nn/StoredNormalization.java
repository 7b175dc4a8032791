// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;

/// `(x - mean) / max(sqrt(variance), 1e-7)`, channel by channel, with statistics that belong to the
/// model and come with its weights; until then it changes nothing.
///
/// - input and output: `[N, ..., C]`
/// - state: `mean [C]`, `variance [C]`, `count []` (how many examples were counted, not used)
@CheckReturnValue
public record StoredNormalization() implements Layer {
  @Override
  public Node on(Node x) {
    int c = x.channels();
    var mean = x.state("mean", Initializers.zeros(), c);
    var variance = x.state("variance", Initializers.ones(), c);
    var _ = x.state("count", Initializers.zeros());
    return Normalization.normalized(x, mean, variance);
  }

  @Override
  public String type() {
    return "Normalization";
  }
}
