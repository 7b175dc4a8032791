// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.fovea.tensor.Rng;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/// ONNX Runtime with all optimizations, as many threads, and its input ready in native memory in the
/// layout that it likes best.
final class OnnxContender implements Contender {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final FloatBuffer result;

  OnnxContender(Task task) {
    try {
      var environment = OrtEnvironment.getEnvironment();
      var options = new OrtSession.SessionOptions();
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
      session = environment.createSession(task.file().toString(), options);
      var input = session.getInputInfo().values().iterator().next();
      long[] sizes = ((TensorInfo) input.getInfo()).getShape();
      sizes[0] = task.batch();
      int elements = Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact));
      var pixels = floats(elements);
      var rng = Rng.of(1);
      for (int i = 0; i < elements; i++) {
        pixels.put(i, (float) rng.uniform(i));
      }
      inputs = Map.of(input.getName(), OnnxTensor.createTensor(environment, pixels, sizes));
      try (var results = session.run(inputs)) {
        result = floats(((OnnxTensor) results.get(0)).getFloatBuffer().capacity());
      }
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static IllegalStateException failed(OrtException e) {
    return new IllegalStateException(
        "onnxruntime: expected a model that it runs, got " + e.getMessage() + ".", e);
  }

  @Override
  public String name() {
    return "onnxruntime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public void run() {
    try (var results = session.run(inputs)) {
      result.clear().put(((OnnxTensor) results.get(0)).getFloatBuffer());
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
