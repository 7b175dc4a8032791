package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.error.FormatException;
import io.fovea.error.ShapeException;
import io.fovea.graph.Graph;
import io.fovea.graph.Variable;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.optim.Optimizer;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
public final class Model implements Layer {
  private static final int KEPT_PLANS = 4;

  private final Network network;
  private final String name;
  private Engine engine = Engines.best();
  private List<Compiled> compiled = List.of();
  private final Map<Variable, List<Variable>> slots = new HashMap<>();
  private final Map<Integer, Job> trainJobs = plans();
  private final Map<Integer, Job> evaluateJobs = plans();
  private final Map<Integer, Job> predictJobs = plans();
  private long iterations;
  private Map<String, String> metadata = Map.of();

  /// What `compile` fixed.
  ///
  /// @param trainable which parameters were trainable then
  public record Compiled(
      Optimizer optimizer, Loss loss, List<Metric> metrics, List<Variable> trainable) {
    /// Copies the lists.
    public Compiled {
      metrics = List.copyOf(metrics);
      trainable = List.copyOf(trainable);
    }
  }

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

  /// A model up to an output, whatever the way there.
  public static Model to(String name, Node output) {
    return new Model(name, Network.to(output));
  }

  /// A model with the variables of a finished network.
  public static Model of(String name, Network network) {
    return new Model(name, network);
  }

  /// This model's layers followed by more, sharing its variables.
  public Model then(Layer... layers) {
    var x = Layers.input(withoutBatch(network.inputShape())).then(name, this);
    for (var layer : layers) {
      x = x.then(layer);
    }
    return to(name + "_then", x);
  }

  /// Describes this model on another input, with its own variables.
  @Override
  public Node on(Node x) {
    return network.on(x);
  }

  @Override
  public String type() {
    return "Functional";
  }

  /// Its name, for `summary` and messages.
  public String name() {
    return name;
  }

  /// What it consists of.
  public Network network() {
    return network;
  }

  /// Parameters, then within each layer its state, in Keras' order.
  public List<Variable> variables() {
    return network.variables();
  }

  /// Number of all parameters and state.
  public long parameters() {
    return network.variables().stream().mapToLong(v -> v.shape().elements()).sum();
  }

  /// Number of parameters that training changes.
  public long trainableParameters() {
    return network.variables().stream()
        .filter(Variable::trainable)
        .mapToLong(v -> v.shape().elements())
        .sum();
  }

  /// What the network looks like, layer by layer, as Keras prints it on 80 columns.
  public String summary() {
    return summary(SummaryStyle.keras());
  }

  /// What the network looks like, layer by layer, with more columns or on another width.
  public String summary(SummaryStyle style) {
    return Summary.of(this).text(style);
  }

  /// What else belongs to the model and is saved with it, e.g. its class names or how its pictures
  /// are prepared; empty unless somebody said so.
  public Map<String, String> metadata() {
    return metadata;
  }

  /// Replaces what else belongs to the model.
  public Model metadata(Map<String, String> entries) {
    metadata = Map.copyOf(entries);
    return this;
  }

  /// Draws all first values anew from a seed.
  public Model initialize(long seed) {
    network.variables().forEach(variable -> variable.initialize(seed));
    return this;
  }

  /// Runs on this engine from now on.
  public synchronized Model engine(Engine engine) {
    this.engine = engine;
    forgetPlans();
    return this;
  }

  /// The engine it runs on.
  public Engine engine() {
    return engine;
  }

  /// Freezes all variables; training leaves them as they are and batch normalization uses its moving
  /// statistics. Takes effect with the next `compile`, of this model and of those built on it.
  public Model freeze() {
    return freeze(_ -> true);
  }

  /// Freezes the variables that a test on their path accepts; leaves the others as they are.
  public Model freeze(Predicate<String> path) {
    network.variables().stream()
        .filter(variable -> path.test(variable.path()))
        .forEach(variable -> variable.freeze(true));
    return this;
  }

  /// Unfreezes all variables; takes effect with the next `compile`.
  public Model unfreeze() {
    return unfreeze(_ -> true);
  }

  /// Unfreezes the variables that a test on their path accepts.
  public Model unfreeze(Predicate<String> path) {
    network.variables().stream()
        .filter(variable -> path.test(variable.path()))
        .forEach(variable -> variable.freeze(false));
    return this;
  }

  /// Fixes how the model learns. What an optimizer of the same kind remembered is kept.
  public synchronized Model compile(Optimizer optimizer, Loss loss, Metric... metrics) {
    var trainable = network.variables().stream().filter(Variable::trainable).toList();
    boolean sameKind =
        !compiled.isEmpty()
            && compiled.getFirst().optimizer().getClass().equals(optimizer.getClass())
            && compiled.getFirst().optimizer().rule().slots() == optimizer.rule().slots();
    var before = sameKind ? Map.copyOf(slots) : Map.<Variable, List<Variable>>of();
    slots.clear();
    slots.putAll(Jobs.slots(trainable, optimizer, before));
    var output = network.outputShape();
    var labels = loss.labelShape(output);
    var fitting = Stream.of(metrics).map(metric -> metric.on(labels, output)).toList();
    compiled = List.of(new Compiled(optimizer, loss, fitting, trainable));
    iterations = 0;
    forgetPlans();
    return this;
  }

  Compiled compiled() {
    if (compiled.isEmpty()) {
      throw new IllegalStateException(
          name + ": expected a compiled model.\n  Fix: call compile(optimizer, loss, metrics...).");
    }
    var now = network.variables().stream().filter(Variable::trainable).toList();
    if (!now.equals(compiled.getFirst().trainable())) {
      throw new IllegalStateException(
          name
              + ": expected the trainable parameters of the last compile ("
              + compiled.getFirst().trainable().size()
              + "), got "
              + now.size()
              + ".\n  Fix: call compile again after freeze() or unfreeze().");
    }
    return compiled.getFirst();
  }

  /// Whether [#compile] was called.
  public boolean isCompiled() {
    return !compiled.isEmpty();
  }

  /// What the last `compile` fixed, also if parameters were frozen since; empty before the first.
  public Optional<Compiled> compilation() {
    return compiled.stream().findFirst();
  }

  /// How it learns.
  public Optimizer optimizer() {
    return compiled().optimizer();
  }

  /// Metrics of the last compile.
  public List<Metric> metrics() {
    return compiled().metrics();
  }

  /// What the optimizer remembers, by parameter.
  public Map<Variable, List<Variable>> slots() {
    return Map.copyOf(slots);
  }

  /// Updates done since `compile`.
  public long iterations() {
    return iterations;
  }

  /// Sets the number of updates done, when training goes on from a file.
  public void iterations(long done) {
    iterations = done;
  }

  /// Goes on with another learning rate; everything else that `compile` fixed stays.
  public void learningRate(double rate) {
    var c = compiled();
    compiled =
        List.of(
            new Compiled(c.optimizer().learningRate(rate), c.loss(), c.metrics(), c.trainable()));
  }

  /// Trains.
  ///
  /// @throws ShapeException if the data does not fit the network
  public synchronized History fit(Dataset data, Fit fit) {
    return new Trainer(this, fit).fit(data);
  }

  /// Loss and metrics over a data set, without changing the model.
  public Logs evaluate(Dataset data) {
    return evaluate(data, 32);
  }

  /// Loss and metrics over a data set, without changing the model.
  ///
  /// @param batch examples at a time; changes speed, not results
  public synchronized Logs evaluate(Dataset data, int batch) {
    return new Trainer(this, Fit.epochs(1).batch(batch)).evaluate(data);
  }

  /// The network's output for examples.
  ///
  /// @param examples `[N, ...]`, any number of them
  public Tensor predict(Tensor examples) {
    return predict(examples, 32);
  }

  /// The network's output for examples.
  ///
  /// @param batch examples at a time; changes speed, not results
  public synchronized Tensor predict(Tensor examples, int batch) {
    requireFit("predict", examples.shape().slice(1, examples.shape().rank()));
    int count = examples.shape().get(0);
    var one = network.inputShape().batch(1);
    int size = Math.toIntExact(one.elements());
    int outputs = Math.toIntExact(network.outputShape().batch(1).elements());
    var in = new float[Math.min(batch, count) * size];
    var part = new float[Math.min(batch, count) * outputs];
    var all = new float[count * outputs];
    for (int from = 0; from < count; from += batch) {
      int n = Math.min(batch, count - from);
      examples.copyTo(from * size, in, 0, n * size);
      var job = predictJob(n);
      job.feedPictures(in);
      job.plan().run(0);
      job.plan().fetch(0, part);
      System.arraycopy(part, 0, all, from * outputs, n * outputs);
    }
    return Tensor.of(network.outputShape().batch(count), all);
  }

  void requireFit(String where, Shape example) {
    var expected = network.inputShape().slice(1, network.inputShape().rank());
    if (!expected.equals(example)) {
      throw new ShapeException(
          name + "." + where,
          "examples of shape " + expected,
          example.toString(),
          "resize the pictures or describe the network with input"
              + example.toString().replace('[', '(').replace(']', ')')
              + ".");
    }
  }

  Job trainJob(int batch) {
    var c = compiled();
    return trainJobs.computeIfAbsent(
        batch, n -> job(Jobs.train(network, c.loss(), c.optimizer(), slots, n)));
  }

  Job evaluateJob(int batch) {
    var loss = compiled().loss();
    return evaluateJobs.computeIfAbsent(batch, n -> job(Jobs.evaluate(network, loss, n)));
  }

  Job predictJob(int batch) {
    return predictJobs.computeIfAbsent(batch, n -> job(Jobs.predict(network, n)));
  }

  /// The graph of a training step, for reports, tests and benchmarks.
  public Graph trainGraph(int batch) {
    var c = compiled();
    return Jobs.train(network, c.loss(), c.optimizer(), slots, batch);
  }

  /// The graph of a prediction, for reports, tests and benchmarks.
  public Graph predictGraph(int batch) {
    return Jobs.predict(network, batch);
  }

  void stepped() {
    iterations++;
  }

  private Job job(Graph graph) {
    return new Job(graph, engine.compile(graph));
  }

  private void forgetPlans() {
    for (var jobs : List.of(trainJobs, evaluateJobs, predictJobs)) {
      jobs.values().forEach(job -> job.plan().close());
      jobs.clear();
    }
  }

  /// Saves architecture, variables and training state; the file's name chooses the format.
  public void save(Path file) {
    format(file).save(this, file);
  }

  /// Loads a model of any format that is on the class path.
  public static Model load(Path file) {
    return format(file).load(file);
  }

  /// Saves variables alone; the file's name chooses the format.
  public void saveWeights(Path file) {
    format(file).saveWeights(this, file);
  }

  /// Reads variables from a file of any format that is on the class path, e.g. published weights of
  /// this network. A wrong file changes nothing.
  ///
  /// @throws FormatException that names the first variable that does not fit
  public Model loadWeights(Path file) {
    format(file).loadWeights(this, file);
    return this;
  }

  /// Throws unless a format on the class path handles files of this name.
  static void requireFormat(Path file) {
    format(file);
  }

  private static ModelFormat format(Path file) {
    var known = new ArrayList<String>();
    for (var format : ServiceLoader.load(ModelFormat.class)) {
      if (format.handles(file)) {
        return format;
      }
      known.add(format.extension());
    }
    throw new FormatException(
        file.toString(),
        "a file name that ends in one of " + known,
        file.getFileName() + "",
        "rename the file, or add fovea-formats to the class path.");
  }

  private static Map<Integer, Job> plans() {
    return new LinkedHashMap<>(8, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Integer, Job> eldest) {
        if (size() > KEPT_PLANS) {
          eldest.getValue().plan().close();
          return true;
        }
        return false;
      }
    };
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
