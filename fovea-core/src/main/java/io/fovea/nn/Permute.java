// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The axes of each example in another order.
///
/// - input: `[N, ...]`
/// - output: axis `i` is axis `order[i - 1]` of the input; the examples stay in front
///
/// @param order axes of one example, counted from 1, each once
public record Permute(List<Integer> order) implements Layer {
  /// Checks that each axis is there once.
  public Permute {
    order = List.copyOf(order);
    Args.check(
        order.stream()
            .sorted()
            .toList()
            .equals(IntStream.rangeClosed(1, order.size()).boxed().toList()),
        "Permute.order",
        "each axis from 1 to " + order.size() + " once",
        order,
        "count axes from 1, as 0 is the examples'.");
  }

  @Override
  public Node on(Node x) {
    if (x.shape().rank() != order.size() + 1) {
      throw new ShapeException(
          x.path(),
          "Permute to get " + order.size() + " axes beside the examples",
          "shape " + x.shape(),
          "name every axis of one example once.");
    }
    var all = Stream.concat(Stream.of(0), order.stream());
    return x.transpose(all.mapToInt(Integer::intValue).toArray());
  }
}
