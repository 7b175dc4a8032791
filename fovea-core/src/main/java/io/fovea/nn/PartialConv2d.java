// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;

/// Convolution in which each filter sees only some of the input maps, as a table says (LeCun et al.
/// 1998, "Gradient-based learning applied to document recognition", layer C3 and table 1).
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', filters]`, sizes as in [Conv]
/// - parameters: `kernel [kernel, kernel, 1, connections]`, connections counted filter by filter, and
///   `bias [filters]`
///
/// @param table for each filter the numbers of the maps that it sees, from 0
/// @param kernel size of the window, in pixels
/// @param sliding stride, padding and dilation
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record PartialConv2d(
    List<List<Integer>> table, Size kernel, Sliding sliding, Weights weights, Activation activation)
    implements Layer, Activated<PartialConv2d>, Slides<PartialConv2d>, Weighted<PartialConv2d> {
  /// Copies the table.
  public PartialConv2d {
    Args.given("PartialConv2d.table", table);
    Args.given("PartialConv2d.sliding", sliding);
    Args.given("PartialConv2d.weights", weights);
    Args.given("PartialConv2d.activation", activation);
    table = table.stream().map(List::copyOf).toList();
  }

  @Override
  public PartialConv2d sliding(Sliding sliding) {
    return new PartialConv2d(table, kernel, sliding, weights, activation);
  }

  @Override
  public PartialConv2d weights(Weights weights) {
    return new PartialConv2d(table, kernel, sliding, weights, activation);
  }

  @Override
  public PartialConv2d activation(Activation activation) {
    return new PartialConv2d(table, kernel, sliding, weights, activation);
  }

  /// Number of maps that come out.
  public int filters() {
    return table.size();
  }

  @Override
  public Node on(Node x) {
    var window = sliding.on(x, "PartialConv2d", kernel);
    int channels = x.channels();
    if (!table.stream().flatMap(List::stream).allMatch(map -> map >= 0 && map < channels)) {
      throw new ShapeException(
          x.path(),
          "a connection table with maps from 0 to " + (channels - 1),
          table.toString(),
          "list the maps of the input that each filter sees.");
    }
    int connections = table.stream().mapToInt(List::size).sum();
    int cells = kernel.height() * kernel.width();
    var kernels = weights.kernel(x, "kernel", kernel, 1, connections);
    // a full kernel, with zeros where the table has no connection
    var full =
        kernels
            .reshape(cells, connections)
            .matMul(x.literal(places(channels, connections)))
            .reshape(kernel.with(channels, filters()));
    return activation.on(weights.biased(x, new Op.Conv(window, 1), full));
  }

  /// 1 where a connection has its place among all pairs of map and filter.
  private Tensor places(int channels, int connections) {
    int pairs = channels * filters();
    var places = new float[connections * pairs];
    int connection = 0;
    for (int filter = 0; filter < filters(); filter++) {
      for (int map : table.get(filter)) {
        places[connection * pairs + map * filters() + filter] = 1;
        connection++;
      }
    }
    return Tensor.of(Shape.of(connections, pairs), places);
  }
}
