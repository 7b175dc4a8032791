package io.fovea.app;

import io.fovea.train.Model;
import io.fovea.train.Summary;
import java.util.List;

/// A network in numbers.
///
/// @param input sizes of one example, `[H, W, C]`
/// @param parameters all trained numbers and moving statistics
/// @param trainable those that training changes
/// @param gmacs multiply-adds of convolutions and products for one example, in billions
/// @param layers rows of the summary, the input not counted
/// @param megabytes millions of bytes of parameters and of a plan that predicts one example
record ModelFacts(
    String model,
    List<Integer> input,
    long parameters,
    long trainable,
    double gmacs,
    long layers,
    double megabytes) {
  private static final int FLOAT_BYTES = 4;

  /// Takes the numbers; compiles a plan for its memory.
  static ModelFacts of(String name, Model model) {
    var shape = model.network().inputShape();
    var summary = Summary.of(model);
    long bytes = model.parameters() * FLOAT_BYTES;
    try (var plan = model.engine().compile(model.predictGraph(1))) {
      bytes += plan.memory().total();
    }
    return new ModelFacts(
        name,
        shape.slice(1, shape.rank()).sizes(),
        model.parameters(),
        model.trainableParameters(),
        summary.macs() / 1e9,
        summary.layers().stream().filter(layer -> !layer.type().equals("InputLayer")).count(),
        bytes / 1e6);
  }

  Json json() {
    return new Json()
        .put("model", model)
        .put("input", input)
        .put("parameters", parameters)
        .put("trainable", trainable)
        .put("non_trainable", parameters - trainable)
        .put("gmacs", gmacs)
        .put("layers", layers)
        .put("memory_mb", megabytes);
  }
}
