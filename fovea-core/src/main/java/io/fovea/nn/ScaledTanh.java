// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

/// `1.7159 tanh(2 x / 3)`: 1 and -1 are mapped to themselves, where its curvature is greatest (LeCun
/// et al. 1998, "Gradient-based learning applied to document recognition", appendix A).
public record ScaledTanh() implements Layer {
  private static final double AMPLITUDE = 1.7159;
  private static final double SLOPE = 2.0 / 3;

  @Override
  public Node on(Node x) {
    return x.times(SLOPE).tanh().times(AMPLITUDE);
  }
}
