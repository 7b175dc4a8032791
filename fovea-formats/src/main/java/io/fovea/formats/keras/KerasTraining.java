// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.error.FoveaException;
import io.fovea.error.Reason;
import io.fovea.formats.Fixes;
import io.fovea.formats.JsonValues;
import io.fovea.formats.hdf5.H5File;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Group.Attribute;
import io.fovea.formats.hdf5.H5Member;
import io.fovea.graph.Variable;
import io.fovea.metric.Metric;
import io.fovea.optim.Nadam;
import io.fovea.optim.Optimizer;
import io.fovea.optim.Schedule;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.train.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a model learns and what its optimizer remembers, in Keras' files.
///
/// What one side does not have is left out: metrics one by one, all of it where it is the optimizer or
/// the loss. Then the model has to be compiled anew. A warning says what was left out.
final class KerasTraining {
  private static final String VARS = "optimizer/vars";
  private static final String OLD = "optimizer_weights";
  private static final String PRODUCT = "variable"; // Keras gives it no name of its own
  private static final System.Logger LOG = System.getLogger("io.fovea.formats");

  private KerasTraining() {}

  // ---- what compile fixed --------------------------------------------------------------------

  /// `compile_config`; empty if the model is not compiled, or with something Keras does not have.
  static Optional<ObjectNode> config(Model model) {
    var compiled = model.compilation();
    var optimizer = compiled.flatMap(c -> KerasOptimizers.write(c.optimizer()));
    var objectives = compiled.map(Model.Compiled::objectives).orElse(List.of());
    var losses =
        objectives.stream().flatMap(o -> KerasObjectives.write(o.loss()).stream()).toList();
    if (optimizer.isEmpty() || losses.size() != objectives.size()) {
      return Optional.empty();
    }
    var config = KerasJson.object();
    config.set("optimizer", optimizer.get());
    var metrics = objectives.stream().map(KerasTraining::metrics).toList();
    var form = KerasEnds.form(model, KerasEnds.OUTPUTS, objectives.size());
    if (objectives.size() == 1) {
      config.set("loss", losses.getFirst());
      config.putNull("loss_weights");
      config.set("metrics", metrics.getFirst());
    } else {
      var weights = objectives.stream().map(o -> DoubleNode.valueOf(o.weight())).toList();
      config.set("loss", KerasEnds.nested(losses, form));
      config.set("loss_weights", KerasEnds.nested(weights, form));
      config.set("metrics", KerasEnds.nested(metrics, form));
    }
    config.putNull("weighted_metrics").put("run_eagerly", false);
    return Optional.of(config.put("steps_per_execution", 1).put("jit_compile", true));
  }

  private static ArrayNode metrics(Objective objective) {
    var metrics = JsonNodeFactory.instance.arrayNode();
    objective.metrics().forEach(metric -> KerasObjectives.write(metric).ifPresent(metrics::add));
    return metrics;
  }

  /// `training_config` of older files: the same, the optimizer under another name.
  static ObjectNode old(ObjectNode config) {
    var old = config.deepCopy();
    var optimizer = (ObjectNode) old.remove("optimizer");
    optimizer.remove(List.of("module", "registered_name"));
    old.set("optimizer_config", optimizer);
    return old;
  }

  // ---- writing -------------------------------------------------------------------------------

  /// One number block of an optimizer, under its name.
  private record Remembered(String name, H5Member numbers) {}

  private static List<Remembered> remembered(Model model, KerasLayerTree item) {
    var compiled = model.compilation().orElseThrow();
    var optimizer = compiled.optimizer();
    var all = new ArrayList<Remembered>();
    all.add(new Remembered("iteration", new H5Member.Count(model.iterations())));
    rate(optimizer)
        .ifPresent(rate ->
            all.add(
                new Remembered(
                    "learning_rate",
                    new H5Member.Floats(Shape.scalar(), () -> new float[] {rate.floatValue()}))));
    for (var slot : slots(model, item, optimizer)) {
      all.add(
          new Remembered(
              slot.name(), new H5Member.Floats(slot.variable().shape(), slot.variable()::read)));
    }
    product(optimizer, model.iterations())
        .ifPresent(product ->
            all.add(
                new Remembered(
                    PRODUCT,
                    new H5Member.Floats(
                        Shape.scalar(), () -> new float[] {product.floatValue()}))));
    return all;
  }

  /// The one number that Nadam of Keras keeps beside its slots, and that follows from the updates here.
  private static Optional<Double> product(Optimizer optimizer, long updates) {
    return optimizer instanceof Nadam nadam
        ? Optional.of(nadam.product(updates))
        : Optional.empty();
  }

  /// The learning rate, if it is one number and no schedule.
  private static Optional<Double> rate(Optimizer optimizer) {
    return optimizer.settings().decay() == 0
            && optimizer.learningRate() instanceof Schedule.Constant(double rate)
        ? Optional.of(rate)
        : Optional.empty();
  }

  private record Slot(String name, Variable variable) {}

  /// What the optimizer remembers of the parameters that it trains, in Keras' order.
  private static List<Slot> slots(Model model, KerasLayerTree item, Optimizer optimizer) {
    var slots = model.slots();
    var parameters = item.variables().stream().filter(slots::containsKey).toList();
    var all = new ArrayList<Slot>();
    int first = 0;
    for (var group : KerasOptimizers.slots(optimizer)) {
      for (var parameter : parameters) {
        for (int i = 0; i < group.size(); i++) {
          all.add(
              new Slot(
                  parameter.path().replace('/', '_') + "_" + group.get(i),
                  slots.getOrDefault(parameter, List.of()).get(first + i)));
        }
      }
      first += group.size();
    }
    return all;
  }

  static void write(Model model, KerasLayerTree item, H5Group root) {
    var group = root.group(VARS);
    group.attribute("name", new Attribute.Text(name(model)));
    int i = 0;
    for (var remembered : remembered(model, item)) {
      group.put(String.valueOf(i), remembered.numbers());
      i++;
    }
  }

  private static String name(Model model) {
    return KerasJson.snake(
        KerasOptimizers.nameOf(model.compilation().orElseThrow().optimizer()).orElseThrow());
  }

  static void writeOld(Model model, KerasLayerTree item, H5Group root) {
    var group = root.group(OLD);
    String prefix = name(model) + "/";
    var all = remembered(model, item);
    var names =
        all.stream().map(r -> r.name().equals(PRODUCT) ? PRODUCT : prefix + r.name()).toList();
    KerasWeights.names(group, "weight_names", names);
    for (int i = 0; i < names.size(); i++) {
      group.put(names.get(i), all.get(i).numbers());
    }
  }

  // ---- reading -------------------------------------------------------------------------------

  /// Compiles a model as the file says, and gives the optimizer its memory back.
  static void read(String where, JsonNode config, H5File h5, KerasReader.Described described) {
    int count = h5.count(VARS);
    var paths = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      paths.add(VARS + "/" + i);
    }
    compile(where + ": compile_config", config, config.path("optimizer"), described, h5, paths);
  }

  /// The same for whole-model `.h5` files.
  static void readOld(String where, JsonNode config, H5File h5, KerasReader.Described described) {
    var names = h5.has(OLD) ? h5.list(OLD, "weight_names").orElse(List.of()) : List.<String>of();
    boolean known = !names.isEmpty() && names.getFirst().endsWith("/iteration");
    if (!known && names.size() > 1) {
      say(
          where + ": " + OLD,
          "what an optimizer of Keras 3 remembers",
          "that of an older version, " + names.getFirst(),
          "the optimizer starts afresh.");
    }
    var paths = known ? names.stream().map(name -> OLD + "/" + name).toList() : List.<String>of();
    compile(
        where + ": training_config", config, config.path("optimizer_config"), described, h5, paths);
  }

  private static void compile(
      String where,
      JsonNode config,
      JsonNode optimizer,
      KerasReader.Described described,
      H5File h5,
      List<String> paths) {
    if (!config.isObject() || optimizer.isMissingNode() || optimizer.isNull()) {
      return;
    }
    try {
      var rule = KerasOptimizers.read(where, optimizer);
      if (rule.isEmpty()) {
        return; // said by the reader of optimizers
      }
      var objectives = objectives(where, config, described);
      if (objectives.isPresent()) {
        described.model().compile(rule.get(), objectives.get().toArray(Objective[]::new));
        remember(where, h5, paths, described, rule.get())
            .ifPresent(rate -> described.model().changeLearningRate(rate));
      }
    } catch (FormatException e) {
      throw e;
    } catch (FoveaException | IllegalArgumentException | IllegalStateException e) {
      // optimizers, losses and metrics check what they get, and say what they do not take
      say(where, "a loss and metrics that fit the layers", Reason.of(e), ANEW);
    } catch (RuntimeException e) {
      // what nothing else says of itself is damage
      throw new FormatException(
          where, "a loss and metrics that fit the layers", Reason.of(e), Fixes.DAMAGED);
    }
  }

  private static final String ANEW = "call compile(...) on the model before training goes on.";

  /// Warns of something that a file has and Fovea has not; the rest is read.
  static void say(String where, String expected, String got, String fix) {
    LOG.log(System.Logger.Level.WARNING, "{0}", FoveaException.format(where, expected, got, fix));
  }

  /// Warns that a model stays as it is before `compile`.
  static void sayAnew(String where, String expected, JsonNode got) {
    say(where, expected, JsonValues.shown(got), ANEW);
  }

  /// Whether all that the config of an optimizer, a loss or a metric says was taken into account; warns
  /// if not.
  static boolean isWhole(KerasConfig config) {
    var other = KerasOptions.other(config);
    other.ifPresent(option ->
        sayAnew(config.where() + "." + option, KerasOptions.expected(option), config.get(option)));
    return other.isEmpty();
  }

  /// One for each output; empty if Fovea does not have a loss.
  private static Optional<List<Objective>> objectives(
      String where, JsonNode config, KerasReader.Described described) {
    var outputs = described.model().network().outputNames();
    var objectives = new ArrayList<Objective>();
    for (int i = 0; i < outputs.size(); i++) {
      var said = of(config.path("loss"), described, i);
      var loss = KerasObjectives.loss(where, said);
      if (loss.isEmpty()) {
        sayAnew(where + ".loss", "a loss that Fovea has for output " + outputs.get(i), said);
        return Optional.empty();
      }
      var metrics = new ArrayList<Metric>();
      metrics(where, of(config.path("metrics"), described, i), metrics);
      var weighted = of(config.path("weighted_metrics"), described, i);
      if (!weighted.isMissingNode() && !weighted.isNull() && !weighted.isEmpty()) {
        say(
            where + ".weighted_metrics",
            "metrics that count examples alike",
            JsonValues.shown(weighted),
            "they are left out; Keras' class weights and sample weights count in the loss alone"
                + " here.");
      }
      var weight = of(config.path("loss_weights"), described, i);
      objectives.add(
          Objective.output(outputs.get(i), loss.get(), metrics.toArray(Metric[]::new))
              .weight(weight.isNumber() ? weight.doubleValue() : 1));
    }
    return Optional.of(objectives);
  }

  /// What a list, or an object with the names of outputs, says about one output.
  private static JsonNode of(JsonNode node, KerasReader.Described described, int i) {
    return described
        .outputs()
        .map(ends -> ends.of(node, i))
        .orElseGet(() -> isOneOf(node) ? node.iterator().next() : node);
  }

  /// Whether it is a list of one, or an object with the name of the only output.
  private static boolean isOneOf(JsonNode node) {
    return node.size() == 1 && !node.has("class_name");
  }

  private static void metrics(String where, JsonNode node, List<Metric> metrics) {
    if (node.isArray()) {
      node.forEach(inner -> metrics(where, inner, metrics));
    } else if (node.isObject() && !node.has("class_name")) { // by the name of the only output
      node.forEach(inner -> metrics(where, inner, metrics));
    } else if (!node.isNull() && !node.isMissingNode()) {
      KerasObjectives.metric(where, node)
          .ifPresentOrElse(
              metrics::add,
              () ->
                  say(
                      where + ".metrics",
                      "a metric that Fovea has",
                      JsonValues.shown(node),
                      "it is left out; call compile(...) with others if you need one."));
    }
  }

  /// Gives the optimizer its memory; as in Keras it starts afresh where the numbers do not fit, but not
  /// without a word.
  ///
  /// @return the learning rate where it is another than the config says
  private static Optional<Double> remember(
      String where,
      H5File h5,
      List<String> paths,
      KerasReader.Described described,
      Optimizer optimizer) {
    var rate = rate(optimizer);
    var model = described.model();
    var slots = slots(model, described.item(), optimizer);
    int first = rate.isPresent() ? 2 : 1;
    int further = paths.size() - first - slots.size(); // files of Fovea had none for Nadam
    boolean fits = further == 0 || (further == 1 && optimizer instanceof Nadam);
    for (int i = 0; fits && i < slots.size(); i++) {
      fits = h5.shape(paths.get(first + i)).equals(slots.get(i).variable().shape());
    }
    if (!fits) {
      if (paths.size() > first) { // else nothing was learned
        say(
            where + ".optimizer",
            first + slots.size() + " pieces of memory for the parameters that it trains",
            paths.size() + " or others",
            "the optimizer starts afresh.");
      }
      return Optional.empty();
    }
    Map<Variable, float[]> values = new LinkedHashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      values.put(slots.get(i).variable(), h5.floats(paths.get(first + i)));
    }
    values.forEach(Variable::write);
    model.resumeAt(Math.max(0, h5.count64(paths.getFirst())));
    if (rate.isEmpty()) {
      return Optional.empty();
    }
    float stored = h5.floats(paths.get(1))[0];
    return stored == rate.get().floatValue() ? Optional.empty() : Optional.of((double) stored);
  }
}
