// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.layerScale;
import static io.fovea.optim.Optimizers.sgd;
import static java.util.stream.Collectors.joining;

import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Variable;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// All that holds for every layer, in one call:
///
/// - the described shape is the shape that runs, and the numbers it keeps are those counted by hand
/// - its gradients are those of central differences, and an engine agrees with the reference engine
/// - trained behind a layer that learns, its numbers are after some steps those of the reference engine
/// - a step in which it alone learns changes all its parameters and lowers the loss
/// - each kind of file gives back the same layer with the same numbers, or refuses to be written
///
/// ```java
/// new LayerContract(Engines.best(), List.of(".fovea", ".keras"), folder)
///     .check(LayerCase.of("channelScale", new ChannelScale(), 4, 4, 3).parameters(3));
/// ```
///
/// @param engine the one that runs models
/// @param endings of the files to try, for formats on the class path
/// @param folder where the files go
public record LayerContract(Engine engine, List<String> endings, Path folder) {
  /// Odd, and not the size of any axis of the cases, so that a mixed-up axis shows.
  private static final int EXAMPLES = 11;

  private static final double RATE = 1e-2;
  private static final double ALIKE = 1e-4;

  /// Copies the list.
  public LayerContract {
    endings = List.copyOf(endings);
  }

  /// Puts a layer through everything.
  ///
  /// @throws AssertionError that names the layer and what does not hold
  public void check(LayerCase c) {
    var x = c.domain().draw(Shape.of(EXAMPLES).then(c.example()), Seed.rng().at(c.toString()));
    runsAsDescribed(c, x);
    GradientCheck.check(c::on, x);
    EngineComparison.with(engine).check(c::on, x);
    learnsAlike(c, x);
    var learned = learns(c, x);
    for (var ending : endings) {
      comesBack(c, learned, x, ending);
    }
  }

  private void runsAsDescribed(LayerCase c, Tensor x) {
    var described = c.on(input(c.example().toArray()));
    var model = model("alone", described);
    require(c, "numbers kept", c.parameters(), model.parameters());
    var got = model.predict(x).shape();
    require(c, "shape that runs", described.shape().batch(EXAMPLES), got);
  }

  /// Slopes pass through the layer into one before it, so that all that its training consists of is in
  /// one plan. Differences grow from step to step; float32 sums of a few hundred terms, three steps at
  /// a small rate, leave them far below the bound, a kernel that reads old numbers does not.
  private void learnsAlike(LayerCase c, Tensor x) {
    var here = trained(c, x, engine);
    var there = trained(c, x, Engines.named("reference"));
    for (int i = 0; i < here.size(); i++) {
      float[] actual = here.get(i).read();
      float[] expected = there.get(i).read();
      for (int k = 0; k < actual.length; k++) {
        if (!(Math.abs(actual[k] - expected[k]) <= ALIKE * (1 + Math.abs(expected[k])))) {
          throw wrong(
              c,
              "%s[%d] to be %s after some steps".formatted(here.get(i).path(), k, expected[k]),
              String.valueOf(actual[k]));
        }
      }
    }
  }

  private List<Variable> trained(LayerCase c, Tensor x, Engine engine) {
    var front = input(c.example().toArray()).then("front", layerScale(1));
    var y = c.on(front).then("flat", flatten()).then("head", dense(1));
    var model = Model.to("trained", y).runOn(engine).initialize(Seed.rng().key());
    model.compile(sgd(RATE), meanSquaredError());
    steps(model, engine, x, 4);
    return model.variables();
  }

  /// The layer between an input and a head that does not learn. Without trained parameters of its own
  /// it gets a trained factor for each channel before it, whose slopes have to pass through it.
  private Model learns(LayerCase c, Tensor x) {
    var alone = model("alone", c.on(input(c.example().toArray())));
    boolean learns = alone.variables().stream().anyMatch(Variable::trainable);
    var front = input(c.example().toArray());
    var y = c.on(learns ? front : front.then("front", layerScale(1)));
    var model = model("learner", y.then("flat", flatten()).then("head", dense(1)));
    model.freeze("head");
    model.compile(sgd(RATE), meanSquaredError());
    var learning = model.variables().stream().filter(Variable::trainable).toList();
    var before = learning.stream().map(Variable::read).toList();
    double[] losses = steps(model, engine, x, 2);
    if (!(losses[1] < losses[0])) {
      throw wrong(c, "a step to lower the loss", losses[0] + " then " + losses[1]);
    }
    for (int i = 0; i < learning.size(); i++) {
      if (Arrays.equals(before.get(i), learning.get(i).read())) {
        throw wrong(c, "a step to change " + learning.get(i).path(), "the same numbers");
      }
    }
    return model;
  }

  /// The loss before each step; the same key each time, so that all drop the same units.
  private static double[] steps(Model model, Engine engine, Tensor x, int count) {
    var graph = model.trainGraph(EXAMPLES);
    float[] scalars = model.optimizer().rule().scalars(RATE, 0);
    var losses = new double[count];
    var loss = new float[1];
    try (var plan = engine.compile(graph)) {
      for (int i = 0; i < graph.inputs().size(); i++) {
        plan.feed(i, fed(graph.inputs().get(i), x, scalars));
      }
      for (int step = 0; step < losses.length; step++) {
        plan.run(Seed.rng().at("step").key());
        plan.fetch(0, loss);
        losses[step] = loss[0];
      }
    }
    return losses;
  }

  private static float[] fed(Step input, Tensor x, float[] scalars) {
    var ones = new float[EXAMPLES];
    Arrays.fill(ones, 1);
    return switch (((Op.Input) input.op()).name()) {
      case "labels", "sample weights" -> ones;
      case "optimizer scalars" -> scalars;
      default -> x.toArray();
    };
  }

  private void comesBack(LayerCase c, Model model, Tensor x, String ending) {
    var file = folder.resolve(c.factory() + ending);
    if (!c.files().contains(ending)) {
      try {
        model.save(file);
      } catch (FormatException refused) {
        return;
      }
      throw wrong(c, ending + " to refuse it", "a file");
    }
    model.save(file);
    var again = Model.load(file).runOn(engine);
    require(c, ending + ", variables", facts(model), facts(again));
    require(
        c,
        ending + ", prediction",
        Arrays.toString(model.predict(x).toArray()),
        Arrays.toString(again.predict(x).toArray()));
  }

  /// Shape, frozen or not, and numbers of each variable; files may rename what is inside a layer that
  /// is made of others.
  private static String facts(Model model) {
    return model.variables().stream()
        .map(v -> v.shape() + (v.frozen() ? " frozen " : " ") + Arrays.toString(v.read()))
        .collect(joining("\n"));
  }

  private Model model(String name, Node output) {
    return Model.to(name, output).runOn(engine).initialize(Seed.rng().key());
  }

  private static void require(LayerCase c, String what, Object expected, Object got) {
    if (!expected.equals(got)) {
      throw wrong(c, what + " " + expected, String.valueOf(got));
    }
  }

  private static AssertionError wrong(LayerCase c, String expected, String got) {
    return new AssertionError(
        "LayerContract: %s: expected %s, got %s. %s".formatted(c, expected, got, Seed.repeat()));
  }
}
