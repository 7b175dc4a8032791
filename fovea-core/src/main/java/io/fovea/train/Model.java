// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.data.InputSpec;
import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.error.FoveaException;
import io.fovea.graph.Graph;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.optim.Optimizer;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network that can be trained, evaluated, asked and saved.
///
/// ```java
/// var model = Model.of(input(28, 28, 1), conv2d(6, 5).same().relu(), maxPool2d(2), flatten(),
///     dense(10).softmax());
/// model.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
/// History history = model.fit(data, epochs(10).batch(32).validation(0.1));
/// ```
///
/// Mutable; methods that run the network take turns, so threads may share a model. Nothing has to be
/// closed: native memory goes with the model.
public final class Model implements Layer, Learns, Freezing, OfPictures, Predicting {
  private final Network network;
  private final String name;
  private Plans plans = new Plans(Engines.best());
  private Optional<Learning> learning = Optional.empty();
  private boolean usual; // losses and metrics were taken, not named
  private Map<String, String> metadata = Map.of();
  private long soundVersion = -1;
  private boolean learns;

  private Model(String name, Network network) {
    this.name = name;
    this.network = network;
  }

  /// A model of layers one after the other.
  public static Model of(Node input, Layer... layers) {
    var x = input;
    for (var layer : layers) {
      x = x.then(layer);
    }
    return to("model", x);
  }

  /// A model up to an output, or several, whatever the way there.
  public static Model to(String name, Node... outputs) {
    return new Model(name, Network.to(outputs));
  }

  /// A model of outputs that have names; they stand in the order of these names, as in Keras.
  ///
  /// ```java
  /// Model.to("face", Map.of("age", x.then(dense(1)), "smile", x.then(dense(1).sigmoid())));
  /// ```
  public static Model to(String name, Map<String, Node> outputs) {
    return new Model(name, Network.to(outputs));
  }

  /// A model with the variables of a finished network.
  public static Model of(String name, Network network) {
    return new Model(name, network);
  }

  /// This model's layers followed by more, sharing its variables; pictures are prepared as for this
  /// one.
  public Model then(Layer... layers) {
    var x = Layers.input(withoutBatch(network.inputShape())).then(name, this);
    for (var layer : layers) {
      x = x.then(layer);
    }
    var all = to(name + "_then", x);
    return InputSpec.isNoted(metadata) ? Noted.carried(this, all) : all;
  }

  /// This model up to what a layer makes, sharing its variables: its features, a base for others.
  ///
  /// @param layer path of a layer of this model itself, as in `summary`
  /// @throws IllegalArgumentException if there is no such layer
  public Model upTo(String layer) {
    return cut(LayerChoice.one(this, "upTo", layer).output());
  }

  /// This model without its last layer that has parameters and what comes behind it, sharing its
  /// variables: what it tells classes apart by, a base for other classes.
  ///
  /// ```java
  /// var base = Model.load(file).withoutTop();
  /// Recipe.of(Phase.head(sgd(0.2), epochs(5))).run(base.then(dense(3).softmax()), data);
  /// ```
  ///
  /// @throws IllegalArgumentException if nothing with parameters is left
  public Model withoutTop() {
    return cut(LayerChoice.top(this).inputs().getFirst());
  }

  private Model cut(Value features) {
    var part = of(name, network.upTo(features)).runOn(engine());
    return InputSpec.isNoted(metadata) ? Noted.carried(this, part) : part;
  }

  /// Describes this model on another input, with its own variables; its first output.
  @Override
  public Node on(Node x) {
    return onAll(List.of(x)).getFirst();
  }

  /// Describes this model on other inputs, with its own variables; all its outputs.
  @Override
  public List<Node> onAll(List<Node> inputs) {
    return network.on(inputs);
  }

  @Override
  public String type() {
    return "Functional";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Network network() {
    return network;
  }

  /// Parameters, then within each layer its state, in Keras' order.
  public List<Variable> variables() {
    return network.variables();
  }

  /// What the network looks like, layer by layer, as Keras prints it on 80 columns.
  public String summary() {
    return summary(SummaryStyle.keras());
  }

  /// What the network looks like, layer by layer, with more columns or on another width.
  public String summary(SummaryStyle style) {
    return Summary.of(this).text(style);
  }

  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public Model replaceMetadata(Map<String, String> entries) {
    metadata = Map.copyOf(entries);
    return this;
  }

  /// Draws all first values anew from a seed.
  public Model initialize(long seed) {
    synchronized (this) {
      network.variables().forEach(variable -> variable.initialize(seed));
    }
    return this;
  }

  /// Runs on this engine from now on.
  public synchronized Model runOn(Engine engine) {
    requireAtRest("runOn");
    plans.forget();
    plans = new Plans(engine);
    return this;
  }

  /// The engine it runs on.
  public Engine engine() {
    return plans.engine();
  }

  Model freeze(String call, Iterable<Variable> chosen, boolean frozen) {
    synchronized (this) { // waits for a fit of another thread
      requireAtRest(call);
      chosen.forEach(variable -> variable.freeze(frozen));
    }
    return this;
  }

  /// @param usual whether objectives were taken from the network, so that labels may say more
  synchronized void fix(Optimizer optimizer, List<Objective> objectives, boolean usual) {
    requireAtRest("compile");
    this.usual = usual;
    var fitting = Objectives.fitting(name, network, objectives);
    learning = Optional.of(Learning.of(new Compiled(optimizer, fitting, trainable()), learning));
    plans.forget();
  }

  /// Whether classes are numbers or rows, the labels say where nobody named a loss and nothing was
  /// learned yet.
  private void followLabels(String call, Dataset data) {
    if (usual && iterations() == 0) {
      var taken = UsualObjectives.on(name + "." + call, network, objectives(), data);
      if (!taken.equals(objectives())) {
        fix(optimizer(), taken, true);
      }
    }
  }

  private List<Variable> trainable() {
    return network.variables().stream().filter(Variable::trainable).toList();
  }

  Optional<Learning> known() {
    return learning;
  }

  /// How it learns. Read in every step, so it allocates nothing.
  Learning learning() {
    if (learning.isEmpty()) {
      throw new IllegalStateException(
          name + ": expected a compiled model.\n  Fix: call compile(optimizer, loss, metrics...).");
    }
    return learning.get();
  }

  /// Throws if parameters were frozen or unfrozen since the last compile.
  void requireUpToDate() {
    var fixed = learning().compiled().trainable();
    var now = trainable();
    if (!now.equals(fixed)) {
      throw new IllegalStateException(
          name
              + ": expected the trainable parameters of the last compile ("
              + fixed.size()
              + "), got "
              + now.size()
              + ".\n  Fix: call compile again after freeze() or unfreeze().");
    }
  }

  /// What each output learns, in the order of the outputs.
  List<Objective> objectives() {
    return learning().compiled().objectives();
  }

  /// Trains.
  ///
  /// @throws io.fovea.error.ShapeException if the data does not fit the network
  public synchronized History fit(Dataset data, Fit fit) {
    requireAtRest("fit");
    Meaning.requireLearnable(name + ".fit", network);
    followLabels("fit", data);
    Noted.from(data, this);
    learns = true;
    try {
      return new Trainer(this, fit.batchOf("fit", data)).fit(data);
    } finally {
      learns = false;
    }
  }

  /// Callbacks hear of training, and may ask, measure, save and load the model; a `fit`, `compile`,
  /// `freeze` or `runOn` of theirs would change the training that they are called from.
  private void requireAtRest(String call) {
    if (learns) {
      throw new IllegalStateException(
          FoveaException.format(
              name + "." + call,
              "a model that is not in training",
              "one whose callback calls " + call,
              "call it when fit has ended, or for another model."));
    }
  }

  /// Loss and metrics over a data set, without changing the model.
  public Logs evaluate(Dataset data) {
    return evaluate(data, data.batchSize());
  }

  /// Loss and metrics over a data set, without changing the model.
  ///
  /// @param batch examples at a time; changes speed, not results; a data set that chose its batches
  ///     must say the same
  public synchronized Logs evaluate(Dataset data, int batch) {
    requireSound("evaluate");
    followLabels("evaluate", data);
    ClassesSeen.warnOfOutputs(name + ".evaluate", network, objectives(), data);
    var how = Fit.epochs(1).batch(batch).batchOf("evaluate", data);
    return new Trainer(this, how).evaluate(data);
  }

  @Override
  public synchronized List<Tensor> predictAll(List<Tensor> inputs, int batch) {
    Feeds.requireBatches(name + ".predict", network, inputs);
    var shapes = inputs.stream().map(x -> x.shape().slice(1, x.shape().rank())).toList();
    Feeds.requireInputs(name + ".predict", network, shapes);
    Feeds.requireSameCount(name + ".predict", inputs);
    requireSound("predict");
    return Predictions.of(name + ".predict", network, inputs, batch, this::predictJob);
  }

  /// Throws unless all parameters and state are finite; looks only if some have changed.
  private void requireSound(String call) {
    long version = 0;
    for (var variable : network.variables()) {
      version += variable.version();
    }
    if (version != soundVersion) {
      Soundness.requireVariables(name + "." + call, network.variables());
      soundVersion = version;
    }
  }

  Job trainJob(int batch) {
    return plans.of(Plans.Kind.TRAIN, batch, () -> trainJobGraph(batch));
  }

  Job evaluateJob(int batch) {
    return plans.of(Plans.Kind.EVALUATE, batch, () -> Jobs.evaluate(network, objectives(), batch));
  }

  Job predictJob(int batch) {
    return plans.of(Plans.Kind.PREDICT, batch, () -> Jobs.predict(network, batch));
  }

  private JobGraph trainJobGraph(int batch) {
    requireUpToDate();
    return Jobs.train(network, learning(), batch);
  }

  /// The graph of a training step, for reports, tests and benchmarks.
  public Graph trainGraph(int batch) {
    return trainJobGraph(batch).graph();
  }

  /// The graph of a prediction, for reports, tests and benchmarks.
  public Graph predictGraph(int batch) {
    return Jobs.predict(network, batch).graph();
  }

  /// Saves architecture, variables and training state; the file's name chooses the format.
  public void save(Path file) {
    synchronized (this) { // formats read variables twice, for the checksum and for the bytes
      ModelFormat.of(file).save(this, file);
      Soundness.say(file, variables());
    }
  }

  /// Loads a model of any format that is on the class path.
  public static Model load(Path file) {
    var model = ModelFormat.toRead(file).load(file);
    Soundness.say(file, model.variables());
    return model;
  }

  /// Saves variables alone; the file's name chooses the format.
  public void saveWeights(Path file) {
    synchronized (this) {
      ModelFormat.of(file).saveWeights(this, file);
      Soundness.say(file, variables());
    }
  }

  /// Reads variables from a file of any format that is on the class path, e.g. published weights of
  /// this network. A wrong file changes nothing.
  ///
  /// @throws FormatException that names the first variable that does not fit
  public Model loadWeights(Path file) {
    synchronized (this) {
      ModelFormat.toRead(file).loadWeights(this, file);
      Soundness.say(file, variables());
    }
    return this;
  }

  private static int[] withoutBatch(Shape shape) {
    return shape.slice(1, shape.rank()).toArray();
  }

  /// Name and number of parameters.
  @Override
  public String toString() {
    return name + " (" + parameters() + " parameters)";
  }
}
