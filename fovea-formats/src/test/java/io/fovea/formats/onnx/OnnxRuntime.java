// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// What ONNX Runtime makes of a file.
final class OnnxRuntime {
  private OnnxRuntime() {}

  /// The outputs of a file for these inputs.
  static List<Tensor> run(Path file, List<Tensor> inputs) {
    try (var options = new OrtSession.SessionOptions();
        var session = OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
      var fed = new HashMap<String, OnnxTensor>();
      var names = List.copyOf(session.getInputNames());
      for (int i = 0; i < inputs.size(); i++) {
        fed.put(names.get(i), tensor(inputs.get(i)));
      }
      try (var results = session.run(fed)) {
        var outputs = new ArrayList<Tensor>();
        for (var result : results) {
          outputs.add(tensor((OnnxTensor) result.getValue()));
        }
        return outputs;
      } finally {
        fed.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /// `[N, spatial..., C]` as `[N, C, spatial...]`; fewer axes stay as they are.
  static Tensor channelsFirst(Tensor x) {
    int rank = x.shape().rank();
    if (rank < 3) {
      return x;
    }
    int channels = x.shape().channels();
    var spatial = x.shape().slice(1, rank - 1);
    int cells = Math.toIntExact(spatial.elements());
    return Tensor.generate(
        Shape.of(x.shape().get(0), channels).then(spatial),
        i -> {
          int example = i / (cells * channels);
          int channel = i / cells % channels;
          return x.get((example * cells + i % cells) * channels + channel);
        });
  }

  private static OnnxTensor tensor(Tensor values) throws OrtException {
    long[] sizes = values.shape().sizes().stream().mapToLong(Integer::longValue).toArray();
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values.toArray()), sizes);
  }

  private static Tensor tensor(OnnxTensor values) {
    var sizes = new int[values.getInfo().getShape().length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(values.getInfo().getShape()[i]);
    }
    return Tensor.of(Shape.of(sizes), values.getFloatBuffer().array());
  }
}
