// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.Args;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The outputs of a network for any number of examples, a batch at a time.
final class Predictions {
  private Predictions() {}

  /// @param where for messages
  /// @param inputs one `[N, ...]` for each input of the network
  /// @param jobs the prediction for a number of examples
  static List<Tensor> of(
      String where, Network network, List<Tensor> inputs, int batch, IntFunction<Job> jobs) {
    Args.positive(where + " batch", batch);
    int count = inputs.getFirst().shape().get(0);
    int most = Math.min(batch, count);
    var shapes = network.outputShapes();
    var in = inputs.stream().map(input -> new float[most * size(input.shape())]).toList();
    var parts = shapes.stream().map(shape -> new float[most * size(shape)]).toList();
    var all = shapes.stream().map(shape -> new float[length(where, count, shape)]).toList();
    for (int from = 0; from < count; from += most) {
      int n = Math.min(batch, count - from);
      var job = jobs.apply(n);
      for (int i = 0; i < in.size(); i++) {
        int size = size(inputs.get(i).shape());
        inputs.get(i).copyTo(from * size, in.get(i), 0, n * size);
        var shape = inputs.get(i).shape();
        Soundness.requireFed(where, "inputs", in.get(i), n, shape.slice(1, shape.rank()), from, 0);
        job.feedInput(i, in.get(i));
      }
      job.run(0);
      for (int i = 0; i < all.size(); i++) {
        int size = size(shapes.get(i));
        job.fetchPredictions(i, parts.get(i));
        System.arraycopy(parts.get(i), 0, all.get(i), from * size, n * size);
      }
    }
    var tensors = new ArrayList<Tensor>();
    for (int i = 0; i < all.size(); i++) {
      tensors.add(Tensor.of(shapes.get(i).batch(count), all.get(i)));
    }
    return List.copyOf(tensors);
  }

  private static int length(String where, int count, Shape shape) {
    return Args.arrayLength(where, (long) count * size(shape), "ask for fewer examples at a time.");
  }

  /// Numbers per example.
  private static int size(Shape shape) {
    return Math.toIntExact(shape.slice(1, shape.rank()).elements());
  }
}
