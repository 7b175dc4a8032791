// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.Closeness.assertClose;
import static io.fovea.onednn.dnnl.DataType.F32;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("native")
@Tag("isa")
class SoftmaxTest {
  @AutoClose private final Sandbox box = new Sandbox(19);

  @ParameterizedTest
  @CsvSource({"SOFTMAX,1", "SOFTMAX,10", "SOFTMAX,1001", "LOG_SOFTMAX,10", "LOG_SOFTMAX,33"})
  void forwardAndBackwardOverTheLastAxis(Algorithm algorithm, int classes) {
    int rows = 5;
    MemoryDesc desc = MemoryDesc.dense(F32, rows, classes);
    Memory x = box.random(desc);
    Memory y = box.zeros(desc);
    PrimitiveDesc forward =
        Primitives.softmax(box.scope, Propagation.TRAINING, algorithm, desc, desc, 1, Attr.plain());
    box.run(forward, Arg.src(x), Arg.dst(y));
    Memory dy = box.random(desc);
    Memory dx = box.zeros(desc);
    PrimitiveDesc backward =
        Primitives.softmaxBackward(
            box.scope, algorithm, desc, desc, desc, 1, forward, Attr.plain());
    box.run(backward, Arg.dst(y), Arg.diffDst(dy), Arg.diffSrc(dx));

    float[] xs = Sandbox.read(x);
    float[] dys = Sandbox.read(dy);
    double[] expected = new double[xs.length];
    double[] gradient = new double[xs.length];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(xs[r * classes + c]);
      }
      double dot = 0;
      for (int c = 0; c < classes; c++) {
        int i = r * classes + c;
        double p = Math.exp(xs[i]) / sum;
        expected[i] = algorithm == Algorithm.SOFTMAX ? p : Math.log(p);
        dot += algorithm == Algorithm.SOFTMAX ? dys[i] * p : dys[i];
      }
      for (int c = 0; c < classes; c++) {
        int i = r * classes + c;
        double p = Math.exp(xs[i]) / sum;
        gradient[i] = algorithm == Algorithm.SOFTMAX ? p * (dys[i] - dot) : dys[i] - p * dot;
      }
    }
    assertClose(Sandbox.read(y), expected, classes);
    assertClose(Sandbox.read(dx), gradient, classes);
  }
}
