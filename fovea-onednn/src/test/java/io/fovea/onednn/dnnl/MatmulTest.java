// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.Closeness.assertClose;
import static io.fovea.onednn.dnnl.DataType.F32;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Matrix products, as dense layers use them forward and backward.
@Tag("native")
@Tag("isa")
class MatmulTest {
  @AutoClose private final Sandbox box = new Sandbox(5);

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,7,3", "2,16,5", "33,31,17", "32,400,120"})
  void rowsTimesColumnsPlusBias(int m, int k, int n) {
    MemoryDesc src = MemoryDesc.dense(F32, m, k);
    MemoryDesc weights = MemoryDesc.dense(F32, k, n);
    MemoryDesc bias = MemoryDesc.dense(F32, 1, n);
    MemoryDesc dst = MemoryDesc.dense(F32, m, n);
    Memory a = box.random(src);
    Memory w = box.random(weights);
    Memory b = box.random(bias);
    Memory y = box.zeros(dst);
    PrimitiveDesc desc = Products.matmul(box.scope, src, weights.toAny(), bias, dst, Attr.plain());
    box.run(desc, Arg.src(a), Arg.weights(box.reorder(w, desc.weights())), Arg.bias(b), Arg.dst(y));

    float[] as = Sandbox.read(a);
    float[] ws = Sandbox.read(w);
    float[] bs = Sandbox.read(b);
    double[] expected = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        expected[i * n + j] = bs[j];
        for (int l = 0; l < k; l++) {
          expected[i * n + j] += (double) as[i * k + l] * ws[l * n + j];
        }
      }
    }
    assertClose(Sandbox.read(y), expected, k);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,7,3", "33,31,17", "32,400,120"})
  void aTransposedOperandIsOneWithTransposedStrides(int m, int k, int n) {
    MemoryDesc src = MemoryDesc.dense(F32, m, k);
    MemoryDesc diffDst = MemoryDesc.dense(F32, m, n);
    MemoryDesc diffWeights = MemoryDesc.dense(F32, k, n);
    Memory a = box.random(src);
    Memory d = box.random(diffDst);
    Memory y = box.zeros(diffWeights);
    PrimitiveDesc desc =
        Products.matmul(box.scope, src.transpose(1, 0), diffDst, null, diffWeights, Attr.plain());
    Memory transposed = Memory.of(box.scope, src.transpose(1, 0), a.data());
    box.run(desc, Arg.src(transposed), Arg.weights(d), Arg.dst(y));

    float[] as = Sandbox.read(a);
    float[] ds = Sandbox.read(d);
    double[] expected = new double[k * n];
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < n; j++) {
          expected[l * n + j] += (double) as[i * k + l] * ds[i * n + j];
        }
      }
    }
    assertClose(Sandbox.read(y), expected, m);
  }
}
