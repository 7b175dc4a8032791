// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Eltwise.Kind;
import io.fovea.graph.Op;
import io.fovea.graph.Op.Post;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Chains that passes fuse: a main op, then element-wise steps on its result.
final class FusedCases {
  private static final Post RELU = new Post.Apply(Eltwise.relu());
  private static final Post SWISH = new Post.Apply(new Eltwise(Kind.SWISH, 1, 0));
  private static final Post RELU6 = new Post.Apply(Eltwise.clip(0, 6));
  private static final Post TANH = new Post.Apply(Eltwise.of(Kind.TANH));
  private static final Post ADD = new Post.Combine(Op.Binary.Kind.ADD);
  private static final Post MUL = new Post.Combine(Op.Binary.Kind.MUL);

  private FusedCases() {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    convolutions(cases);
    others(cases);
    return cases;
  }

  private static void convolutions(List<OpCase> cases) {
    for (int c : OpCases.CHANNELS) {
      var x = Shape.of(2, 5, 4, 3);
      var conv = new Op.Conv(ConvCases.same(x, 3, 3, 1, 1), 1);
      var y = Shape.of(2, 5, 4, c);
      var plain = List.of(Operand.of("x", x), Operand.of("filter", 3, 3, 3, c));
      var biased = with(plain, Operand.of("bias", c));
      var residual = Operand.of("residual", y);
      cases.add(fused("conv bias relu -> " + c, conv, biased, RELU));
      cases.add(fused("conv add relu -> " + c, conv, with(plain, residual), ADD, RELU));
      cases.add(fused("conv bias add relu -> " + c, conv, with(biased, residual), ADD, RELU));
      cases.add(fused("conv bias swish -> " + c, conv, biased, SWISH));
      cases.add(fused("conv bias relu6 -> " + c, conv, biased, RELU6));
    }
    var x = Shape.of(2, 6, 5, 8);
    var depthwise = new Op.Conv(ConvCases.same(x, 3, 3, 2, 1), 8);
    var operands =
        List.of(Operand.of("x", x), Operand.of("filter", 3, 3, 1, 8), Operand.of("bias", 8));
    cases.add(fused("depthwise bias relu6", depthwise, operands, RELU6));
    var scaled = with(operands, Operand.of("scale", 2, 1, 1, 8));
    cases.add(fused("depthwise bias scale", depthwise, scaled, MUL));
  }

  private static void others(List<OpCase> cases) {
    var product = new Op.MatMul(false, false);
    var plain = List.of(Operand.of("a", 3, 17), Operand.of("b", 17, 7));
    var biased = with(plain, Operand.of("bias", 7));
    cases.add(fused("matmul bias tanh", product, biased, TANH));
    cases.add(fused("matmul relu", product, plain, RELU));
    cases.add(fused("matmul bias add", product, with(biased, Operand.of("c", 3, 7)), ADD));
    var sum = new Op.Binary(Op.Binary.Kind.ADD);
    var two = List.of(Operand.of("a", 2, 3, 5, 7), Operand.of("b", 2, 3, 5, 7));
    cases.add(fused("add relu", sum, two, RELU));
    cases.add(fused("add mul tanh", sum, with(two, Operand.of("c", 7)), MUL, TANH));
    var map = new Op.Map(Eltwise.linear(2, -0.5));
    var one = List.of(Operand.of("x", 2, 3, 17));
    cases.add(fused("linear relu6 add", map, with(one, Operand.of("c", 2, 3, 17)), RELU6, ADD));
  }

  private static OpCase fused(String name, Op main, List<Operand> operands, Post... posts) {
    return OpCase.of(name, new Op.Fused(main, List.of(posts)), operands.toArray(new Operand[0]))
        .slope(OpCase.Slope.NONE); // gradients are taken before fusing
  }

  private static List<Operand> with(List<Operand> operands, Operand more) {
    return Stream.concat(operands.stream(), Stream.of(more)).toList();
  }
}
