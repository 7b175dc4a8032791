// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Distribution;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Penalty;
import io.fovea.graph.UpdateRule;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Sources and effects. An effect shows in what the variable gives in the next run; comparisons run
/// every graph twice.
final class SourceCases {
  private SourceCases() {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (var shape : List.of(Shape.scalar(), Shape.of(1), Shape.of(17), Shape.of(2, 3, 5, 7))) {
      cases.add(OpCase.of("" + shape, new Op.Fill(0.1, shape)));
      cases.add(
          OpCase.of("" + shape, new Op.Literal(Tensor.generate(shape, i -> Math.sin(i) - 0.3))));
      cases.add(effect(Op.Read.class, shape));
      cases.add(effect(Op.Assign.class, shape));
      cases.add(effect(Op.Update.class, shape));
    }
    for (var distribution :
        List.of(
            new Distribution.Keep(0.4),
            new Distribution.Normal(1, 0.5),
            new Distribution.Uniform(-2, 3))) {
      var like = Operand.of("like", 3, 2);
      for (var shape : List.of(Shape.of(Shape.OPEN, 1, 1, 7), Shape.of(33), Shape.of(2, 5, 5, 3))) {
        cases.add(
            OpCase.of(distribution + " " + shape, new Op.Random(distribution, shape, 11), like));
      }
    }
    return cases;
  }

  private static OpCase effect(Class<? extends Op> op, Shape shape) {
    return new OpCase(
        op.getSimpleName() + " " + shape,
        op,
        List.of(Operand.of("x", shape)),
        (g, in) -> {
          var w = variable("w", shape, Variable.Kind.PARAMETER);
          var old = g.read(w);
          var y = g.plus(old, in.getFirst());
          if (op == Op.Assign.class) {
            g.addAll(new Op.Assign(w), g.scaled(y, 0.5));
          } else if (op == Op.Update.class) {
            var slot = variable("slot", shape, Variable.Kind.SLOT);
            var scalars = g.add(new Op.Literal(Tensor.vector(0.1f, 0.9f)));
            g.addAll(new Op.Update(w, List.of(slot), new Momentum()), in.getFirst(), scalars);
          }
          return List.of(old, y);
        },
        op == Op.Read.class ? OpCase.Slope.SMOOTH : OpCase.Slope.NONE);
  }

  private static Variable variable(String path, Shape shape, Variable.Kind kind) {
    Initializer ramp = (s, _) -> Tensor.generate(s, i -> Math.cos(i) / 2).toArray();
    return new Variable(path, shape, kind, ramp, Penalty.NONE);
  }

  /// `m = momentum m - rate g; w += m`.
  private record Momentum() implements UpdateRule {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public float[] scalars(double learningRate, long iteration) {
      return new float[] {(float) learningRate, 0.9f};
    }

    @Override
    public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
      for (int i = 0; i < count; i++) {
        s[0][i] = scalars[1] * s[0][i] - scalars[0] * g[i];
        w[i] += s[0][i];
      }
    }
  }
}
