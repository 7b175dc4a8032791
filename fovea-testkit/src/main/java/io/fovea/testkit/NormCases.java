// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Batch normalization and softmax, with their gradients.
final class NormCases {
  private static final double EPSILON = 1e-3;

  private NormCases() {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (int c : OpCases.CHANNELS) {
      batchNorm(cases, Shape.of(2, 3, 5, c));
      softmax(cases, Shape.of(3, c), Domain.ANY);
    }
    for (var shape :
        List.of(Shape.of(1, 1, 1, 3), Shape.of(7, 5), Shape.of(3, 5, 3), Shape.of(1, 2, 3, 2, 3))) {
      batchNorm(cases, shape);
    }
    softmax(cases, Shape.of(2, 3, 2, 5), Domain.ANY);
    softmax(cases, Shape.of(4, 10), Domain.between(-30, 30));
    return cases;
  }

  private static void batchNorm(List<OpCase> cases, Shape shape) {
    var x = Operand.of("x", shape);
    var dy = Operand.of("dy", shape);
    var gamma = Operand.of("gamma", shape.channels()).in(Domain.POSITIVE);
    var beta = Operand.of("beta", shape.channels());
    var mean = Operand.of("mean", shape.channels()).unchecked();
    var variance = Operand.of("variance", shape.channels()).in(Domain.POSITIVE).unchecked();
    var norm = new Op.BatchNorm(EPSILON);
    var free = new Op.BatchNormBack(EPSILON, false);
    cases.add(
        OpCase.of("" + shape, norm, x, gamma, beta)
            .body((g, in) -> g.addAll(g.path(), norm, in).subList(0, 1)));
    cases.add(OpCase.of(shape + " with statistics", norm, x, gamma, beta).slope(OpCase.Slope.NONE));
    cases.add(
        OpCase.of("" + shape, new Op.BatchNormFixed(EPSILON), x, gamma, beta, mean, variance));
    cases.add(
        OpCase.of(shape + " of the batch", free, dy, x, gamma, beta)
            .body((g, in) -> {
              var y = g.addAll(norm, in.get(1), in.get(2), in.get(3));
              return g.addAll(free, in.get(0), in.get(1), in.get(2), y.get(1), y.get(2));
            })
            .slope(OpCase.Slope.NONE));
    cases.add(
        OpCase.of(
                shape + " fixed", new Op.BatchNormBack(EPSILON, true), dy, x, gamma, mean, variance)
            .slope(OpCase.Slope.NONE));
  }

  private static void softmax(List<OpCase> cases, Shape shape, Domain domain) {
    var x = Operand.of("x", shape).in(domain);
    var name = shape + (domain == Domain.ANY ? "" : " of large numbers");
    cases.add(OpCase.of(name, new Op.Softmax(), x));
    cases.add(OpCase.of(name, new Op.LogSoftmax(), x));
    for (boolean log : new boolean[] {false, true}) {
      var back = new Op.SoftmaxBack(log);
      cases.add(
          OpCase.of(name + (log ? " log" : ""), back, Operand.of("dy", shape), x)
              .body((g, in) ->
                  g.addAll(
                      back,
                      in.get(0),
                      g.add(log ? new Op.LogSoftmax() : new Op.Softmax(), in.get(1))))
              .slope(OpCase.Slope.NONE));
    }
  }
}
