// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.torch;

import io.fovea.error.FormatException;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Conv;
import io.fovea.nn.Conv2dTranspose;
import io.fovea.nn.Dense;
import io.fovea.nn.DepthwiseConv2d;
import io.fovea.nn.Network;
import io.fovea.nn.SqueezeExcite;
import io.fovea.nn.StoredNormalization;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A variable, and what PyTorch calls it and how it lies there.
///
/// @param name PyTorch's
/// @param stored its shape in PyTorch
/// @param torch the same with axes split as the permutation needs them
/// @param foveaAxes axis `i` of Fovea's is axis `foveaAxes(i)` of `torch`
record TorchParameter(
    Variable variable, String name, Shape stored, Shape torch, List<Integer> foveaAxes) {
  private static final List<Integer> FILTER = List.of(2, 3, 1, 0);
  private static final List<Integer> DEPTHWISE = List.of(2, 3, 0, 1);
  private static final List<Integer> MATRIX = List.of(1, 0);

  /// Copies the list.
  TorchParameter {
    foveaAxes = List.copyOf(foveaAxes);
  }

  /// The variables that the outputs of a model depend on, in its order; without statistics of
  /// pictures, which PyTorch leaves to who prepares them.
  static List<TorchParameter> of(Model model) {
    var names = TorchNames.of(model.name());
    var calls = new HashMap<String, Network.Call>();
    model.network().calls().forEach(call -> calls.put(call.path(), call));
    var makers = model.network().graph().makers();
    return model.network().lastingVariables().stream()
        .filter(variable -> !isStatistic(variable, calls))
        .map(variable -> of(variable, names, calls, makers))
        .toList();
  }

  private static boolean isStatistic(Variable variable, Map<String, Network.Call> calls) {
    var call = calls.get(layer(variable));
    return call != null && call.layer() instanceof StoredNormalization;
  }

  private static String layer(Variable variable) {
    return variable.path().substring(0, Math.max(variable.path().lastIndexOf('/'), 0));
  }

  private static TorchParameter of(
      Variable variable,
      TorchNames names,
      Map<String, Network.Call> calls,
      Map<Value, Step> makers) {
    var path = variable.path();
    var layer = layer(variable);
    var kind = path.substring(path.lastIndexOf('/') + 1);
    var name = names.layer(layer) + "." + word(path, kind);
    var shape = variable.shape();
    if (!kind.equals("kernel")) {
      return new TorchParameter(
          variable, name, shape, shape, IntStream.range(0, shape.rank()).boxed().toList());
    }
    var call = Optional.ofNullable(calls.get(layer));
    return switch (call.map(Network.Call::layer).orElse(null)) {
      case Conv c when c.kernel().rank() == 2 -> filter(variable, name, FILTER);
      case Conv2dTranspose _ -> filter(variable, name, FILTER);
      case DepthwiseConv2d _ -> {
        var torch = new Shape(TorchWeights.inverse(DEPTHWISE).stream().map(shape::get).toList());
        var stored = Shape.of(torch.get(0) * torch.get(1), 1, torch.get(2), torch.get(3));
        yield new TorchParameter(variable, name, stored, torch, DEPTHWISE);
      }
      case Dense _ -> {
        var parent = layer.substring(0, Math.max(layer.lastIndexOf('/'), 0));
        boolean inBlock =
            calls.containsKey(parent) && calls.get(parent).layer() instanceof SqueezeExcite;
        yield dense(
            variable, name, inBlock, flattened(makers, call.orElseThrow().inputs().getFirst()));
      }
      case null, default -> throw unknown(path);
    };
  }

  private static TorchParameter filter(Variable variable, String name, List<Integer> axes) {
    var shape = variable.shape();
    var torch = new Shape(TorchWeights.inverse(axes).stream().map(shape::get).toList());
    return new TorchParameter(variable, name, torch, torch, axes);
  }

  /// @param block whether it stands in a squeeze-and-excitation block, where PyTorch has convolutions
  /// @param maps `[H, W, C]` of the maps that were flattened in front, if so
  private static TorchParameter dense(
      Variable variable, String name, boolean block, Optional<Shape> maps) {
    int inputs = variable.shape().get(0);
    int units = variable.shape().get(1);
    var stored = block ? Shape.of(units, inputs, 1, 1) : Shape.of(units, inputs);
    return maps.isPresent()
        ? new TorchParameter(
            variable,
            name,
            stored,
            Shape.of(units, maps.get().get(2), maps.get().get(0), maps.get().get(1)),
            FILTER)
        : new TorchParameter(variable, name, stored, Shape.of(units, inputs), MATRIX);
  }

  /// The maps of which a value is the flattened form, perhaps behind dropout and activations.
  private static Optional<Shape> flattened(Map<Value, Step> makers, Value value) {
    var step = makers.get(value);
    if (step == null) {
      return Optional.empty();
    }
    return switch (step.op()) {
      case Op.Phase _ -> flattened(makers, step.inputs().get(1));
      case Op.Map _ -> flattened(makers, step.inputs().getFirst());
      case Op.Reshape _ when step.inputs().getFirst().shape().rank() == 4 ->
          Optional.of(step.inputs().getFirst().shape().slice(1, 4));
      default -> Optional.empty();
    };
  }

  private static String word(String path, String kind) {
    return switch (kind) {
      case "kernel", "gamma" -> "weight";
      case "bias", "beta" -> "bias";
      case "moving_mean" -> "running_mean";
      case "moving_variance" -> "running_var";
      default -> throw unknown(path);
    };
  }

  private static FormatException unknown(String path) {
    return new FormatException(
        path,
        "a weight of a convolution, a dense layer or a normalization",
        "one that PyTorch has under no name of its own",
        "save the model in another format.");
  }

  /// Fovea's shape, its axes split as the permutation needs them.
  Shape fovea() {
    return new Shape(foveaAxes.stream().map(torch::get).toList());
  }

  /// Axis `i` of `torch` is axis `torchAxes(i)` of Fovea's.
  List<Integer> torchAxes() {
    return TorchWeights.inverse(foveaAxes);
  }
}
