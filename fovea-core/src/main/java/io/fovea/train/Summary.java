// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.graph.Costs;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.ReceptiveField;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Network;
import io.fovea.nn.Shared;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a model consists of, layer by layer: the numbers behind `model.summary()`.
///
/// @param name of the model
/// @param layers in order of description; sums and concatenations between layers count as layers
/// @param sequential whether each layer follows the one before it
/// @param parameters all parameters and state
/// @param trainable parameters that training changes
/// @param optimizer numbers that the optimizer remembers, 0 before the first step
/// @param macs multiply-adds of convolutions and products for one example
public record Summary(
    String name,
    List<Layer> layers,
    boolean sequential,
    long parameters,
    long trainable,
    long optimizer,
    long macs) {
  private static final int BYTES = 4;

  /// Copies the list.
  public Summary {
    layers = List.copyOf(layers);
  }

  /// One row.
  ///
  /// @param name in the model
  /// @param type kind of layer, as in Keras
  /// @param output shape, its first axis open
  /// @param parameters all parameters and state of the layer
  /// @param trainable how many of them training changes
  /// @param inputs names of the layers it is connected to
  /// @param field pixels that one cell of the output sees, if the input is a picture
  /// @param macs multiply-adds of convolutions and products for one example
  public record Layer(
      String name,
      String type,
      Shape output,
      long parameters,
      long trainable,
      List<String> inputs,
      Optional<ReceptiveField> field,
      long macs) {
    /// Copies the list.
    public Layer {
      inputs = List.copyOf(inputs);
    }

    /// A shared layer, as Keras lists it: once, connected to what each use reads.
    private Layer usedAgain(Layer use) {
      var all = Stream.concat(inputs.stream(), use.inputs.stream()).toList();
      return new Layer(name, type, output, parameters, trainable, all, field, macs + use.macs);
    }

    /// Bytes of the output for one example, as float32.
    public long memory() {
      return output.batch(1).elements() * BYTES;
    }
  }

  /// Looks at a model.
  public static Summary of(Model model) {
    var network = model.network();
    var reader = new Reader(network);
    var layers = reader.layers();
    return new Summary(
        model.name(),
        layers,
        reader.isChain(),
        model.parameters(),
        model.trainableParameters(),
        optimizerNumbers(model),
        Costs.productMacs(oneExample(network)));
  }

  /// As Keras counts: the slots, the number of updates and the learning rate.
  private static long optimizerNumbers(Model model) {
    if (model.iterations() == 0) {
      return 0;
    }
    return 2
        + model.slots().values().stream()
            .flatMap(List::stream)
            .mapToLong(slot -> slot.shape().elements())
            .sum();
  }

  private static Graph oneExample(Network network) {
    return Passes.resolve(network.graph().batch(1), false);
  }

  /// The table that Keras prints.
  public String text(SummaryStyle style) {
    return SummaryTable.text(this, style);
  }

  /// Finds the rows of a network.
  private static final class Reader {
    private final Network network;
    private final Map<Value, ReceptiveField> fields;
    private final Map<String, Long> macs = new HashMap<>();
    private final Map<Value, String> makers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final List<Layer> rows = new ArrayList<>();
    private final Map<Shared, Integer> shared = new HashMap<>();

    Reader(Network network) {
      this.network = network;
      this.fields = ReceptiveField.of(network.graph());
      for (var step : Costs.products(oneExample(network))) {
        macs.merge(top(step.path()), Costs.macs(step), Long::sum);
      }
    }

    List<Layer> layers() {
      for (var part : network.parts()) {
        switch (part) {
          case Network.Between(var step) -> add(step);
          case Network.Call call -> add(call);
        }
      }
      return rows;
    }

    private void add(Step step) {
      String type = type(step.op());
      String name =
          step.op() instanceof Op.Input(String input, _)
              ? input
              : unique(type.toLowerCase(Locale.ROOT));
      rows.add(row(name, type, step.output(), List.of(), makers(step.inputs()), 0));
      step.outputs().forEach(output -> makers.put(output, name));
    }

    private void add(Network.Call call) {
      var row =
          row(
              call.name(),
              call.layer().type(),
              call.output(),
              call.variables(),
              makers(call.inputs()),
              macs.getOrDefault(call.path(), 0L));
      var before = call.layer() instanceof Shared layer ? shared.get(layer) : null;
      if (before == null) {
        rows.add(row);
        if (call.layer() instanceof Shared first) {
          shared.put(first, rows.size() - 1);
        }
      } else {
        rows.set(before, rows.get(before).usedAgain(row));
      }
      var name = before == null ? row.name() : rows.get(before).name();
      call.outputs().forEach(output -> makers.put(output, name));
    }

    private List<String> makers(List<Value> values) {
      return values.stream()
          .map(value -> Optional.ofNullable(makers.get(value)))
          .flatMap(Optional::stream)
          .toList();
    }

    private Layer row(
        String name,
        String type,
        Value output,
        List<Variable> variables,
        List<String> inputs,
        long macs) {
      long trainable =
          variables.stream()
              .filter(Variable::trainable)
              .mapToLong(variable -> variable.shape().elements())
              .sum();
      return new Layer(
          name,
          type,
          output.shape(),
          variables.stream().mapToLong(variable -> variable.shape().elements()).sum(),
          trainable,
          inputs,
          Optional.ofNullable(fields.get(output)),
          macs);
    }

    /// Whether the rows behind the only input follow one another.
    boolean isChain() {
      for (int i = 1; i < rows.size(); i++) {
        if (!rows.get(i).inputs().equals(List.of(rows.get(i - 1).name()))) {
          return false;
        }
      }
      return network.graph().outputs().size() == 1;
    }

    private String unique(String stem) {
      int before = uses.merge(stem, 1, Integer::sum) - 1;
      return before == 0 ? stem : stem + "_" + before;
    }

    private static String top(String path) {
      int slash = path.indexOf('/');
      return slash < 0 ? path : path.substring(0, slash);
    }

    /// Keras' name for what stands between layers.
    private static String type(Op op) {
      return switch (op) {
        case Op.Input _ -> "InputLayer";
        case Op.Concat _ -> "Concatenate";
        case Op.Binary binary ->
            switch (binary.kind()) {
              case ADD -> "Add";
              case SUB -> "Subtract";
              case MUL -> "Multiply";
              case MAX -> "Maximum";
              case MIN -> "Minimum";
              case DIV, GT, GE, EQ -> binary.kind().name();
            };
        case Op.Map map when map.function().kind() == Eltwise.Kind.RELU -> "ReLU";
        default -> op.getClass().getSimpleName();
      };
    }
  }
}
