// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.input;

import io.fovea.train.Model;
import io.fovea.train.Summary;
import io.fovea.zoo.CompoundScaling;
import io.fovea.zoo.EfficientNet;
import java.util.List;
import java.util.stream.DoubleStream;

/// Section 4.8: compound scaling. Depth, width and resolution grow together, so that each step of
/// phi about doubles the cost.
public final class Scaling {
  private Scaling() {}

  /// A network and what it costs.
  record Row(double phi, EfficientNet network, long parameters, long macs) {
    static Row of(double phi) {
      EfficientNet network = CompoundScaling.PAPER.scaled(EfficientNet.B0, phi);
      int side = network.resolution();
      Summary summary = Summary.of(Model.of(input(side, side, 3), network));
      return new Row(phi, network, summary.parameters(), summary.macs());
    }
  }

  /// Prints B0 scaled by the factors of the paper, and all factors of a grid that double the cost.
  public static void main(String[] args) {
    int last = Setting.of("Scaling", args).smoke() ? 1 : 4;
    System.out.println("phi  depth  width   side     parameters   GMACs");
    for (Row row : rows(last)) {
      System.out.printf(
          "%3.0f %6.2f %6.2f %6d %,14d %7.2f%n",
          row.phi,
          row.network.depth(),
          row.network.width(),
          row.network.resolution(),
          row.parameters,
          row.macs / 1e9);
    }
    System.out.println("\nalpha, beta, gamma with alpha * beta^2 * gamma^2 about 2:");
    for (CompoundScaling factors : CompoundScaling.candidates(0.1, 0.05)) {
      System.out.printf(
          "%4.1f %4.1f %4.1f   %.3f%n",
          factors.alpha(), factors.beta(), factors.gamma(), factors.growth());
    }
  }

  static List<Row> rows(int last) {
    return DoubleStream.iterate(0, phi -> phi <= last, phi -> phi + 1).mapToObj(Row::of).toList();
  }
}
