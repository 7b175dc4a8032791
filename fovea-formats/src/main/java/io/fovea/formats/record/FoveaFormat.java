// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.formats.JsonValues.integer;
import static io.fovea.formats.JsonValues.items;
import static io.fovea.formats.JsonValues.member;
import static io.fovea.formats.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.formats.Archive;
import io.fovea.formats.Fixes;
import io.fovea.formats.JsonText;
import io.fovea.formats.JsonValues;
import io.fovea.formats.RecordReader;
import io.fovea.formats.RecordWriter;
import io.fovea.graph.Variable;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import io.fovea.optim.Optimizer;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.train.ModelFormat;
import io.fovea.train.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

/// Fovea's own file: layers, variables, what belongs to the model, and the state of training.
///
/// Saving and loading gives the same bits. Training goes on as if nothing had happened, provided
/// that optimizer, loss and metrics are Fovea's own; otherwise the loaded model has to be compiled
/// anew. Layers of one's own must be known to [LayerTypes].
///
/// Has no state; threads may share it.
public final class FoveaFormat implements ModelFormat {
  private static final String EXTENSION = ".fovea";
  private static final String ARCHITECTURE = "model.json";
  private static final String WEIGHTS = "weights.f32";
  private static final String SLOTS = "slots.f32";
  private static final String REMEMBERED = "remembered.f32";
  private static final String FORMAT = "fovea model";
  private static final int VERSION = 3;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// For `ServiceLoader`.
  public FoveaFormat() {}

  @Override
  public String extension() {
    return EXTENSION;
  }

  // ---- writing -------------------------------------------------------------------------------

  @Override
  public void save(Model model, Path file) {
    var architecture = new ArchitectureWriter();
    var network = architecture.network(model.network());
    var training = model.compilation().flatMap(compiled -> training(model, compiled));
    var root = JSON.objectNode().put("format", FORMAT).put("version", VERSION);
    root.put("name", model.name());
    root.set("models", architecture.models());
    root.set("network", network);
    root.set("variables", variables(model));
    var metadata = root.putObject("metadata");
    model.metadata().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    training.ifPresent(node -> root.set("training", node));
    var progress = training.flatMap(_ -> model.progress()).map(ProgressRecord::of);
    progress.ifPresent(record -> root.set("progress", record.json()));
    var remembered = progress.map(ProgressRecord::tensors).orElse(List.of());
    Archive.write(file, zip -> fill(zip, model, root, training.isPresent(), remembered));
  }

  private static void fill(
      ZipOutputStream zip,
      Model model,
      ObjectNode root,
      boolean training,
      List<Variable> remembered)
      throws IOException {
    Archive.add(zip, ARCHITECTURE, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    add(zip, WEIGHTS, model.variables());
    if (training) {
      add(zip, SLOTS, slots(model));
    }
    if (!remembered.isEmpty()) {
      add(zip, REMEMBERED, remembered);
    }
  }

  private static void add(ZipOutputStream zip, String name, List<Variable> variables)
      throws IOException {
    long bytes = Floats.bytes(Floats.count(variables));
    Archive.addStored(zip, name, bytes, out -> Floats.write(variables, out));
  }

  private static JsonNode variables(Model model) {
    var records = new RecordWriter(_ -> 0);
    var all = JSON.arrayNode();
    for (var variable : model.variables()) {
      var node = JSON.objectNode().put("path", variable.path());
      node.set("shape", records.write(variable.path(), variable.shape(), Shape.class));
      all.add(node.put("frozen", variable.frozen()));
    }
    return all;
  }

  /// Empty if somebody's own loss, metric or optimizer cannot be saved.
  private static Optional<JsonNode> training(Model model, Model.Compiled compiled) {
    var learned =
        compiled.objectives().stream()
            .flatMap(o -> Stream.concat(Stream.of(o.loss()), o.metrics().stream()));
    boolean known =
        Stream.concat(Stream.of(compiled.optimizer()), learned).allMatch(FoveaFormat::isPlain);
    if (!known) {
      return Optional.empty();
    }
    var records = new RecordWriter(_ -> 0);
    var node = JSON.objectNode().put("iterations", model.iterations());
    node.set("optimizer", records.write("optimizer", compiled.optimizer(), Optimizer.class));
    var objectives = node.putArray("objectives");
    compiled.objectives().forEach(objective -> write(objectives.addObject(), objective));
    var trained = node.putArray("trained");
    var parameters = Set.copyOf(compiled.trainable());
    for (int i = 0; i < model.variables().size(); i++) {
      if (parameters.contains(model.variables().get(i))) {
        trained.add(i);
      }
    }
    return Optional.of(node);
  }

  private static void write(ObjectNode node, Objective objective) {
    var records = new RecordWriter(_ -> 0);
    node.put("output", objective.output());
    node.set("loss", records.write("loss", objective.loss(), Loss.class));
    node.put("weight", objective.weight());
    var metrics = node.putArray("metrics");
    objective.metrics().forEach(m -> metrics.add(records.write("metric", m, Metric.class)));
  }

  private static boolean isPlain(Object value) {
    try {
      return !new RecordWriter(_ -> 0).write("training", value, Object.class).isMissingNode();
    } catch (FormatException _) {
      return false;
    }
  }

  private static List<Variable> slots(Model model) {
    return model.compilation().stream()
        .flatMap(compiled -> compiled.trainable().stream())
        .flatMap(parameter -> model.slots().getOrDefault(parameter, List.of()).stream())
        .toList();
  }

  // ---- reading -------------------------------------------------------------------------------

  @Override
  public Model load(Path file) {
    try (var archive = Archive.open(file)) {
      String name = file.toString();
      var text = archive.bytes(ARCHITECTURE, JsonText.MOST_BYTES);
      var root = JsonText.parse(name + ": " + ARCHITECTURE, text, Fixes.DAMAGED);
      requireVersion(name, root);
      // stored without compression, so no file can announce more than it is long
      long numbers = Math.min(Floats.countIn(archive.size(WEIGHTS)), file.toFile().length());
      var reader = new ArchitectureReader(name, numbers);
      reader.models(member(name, root, "models"));
      String title = text(name, member(name, root, "name"));
      var network = reader.network(title, member(name, root, "network"));
      requireVariables(name, network.variables(), member(name, root, "variables"));
      var values = values(archive, file, WEIGHTS, network.variables());
      var model = Model.of(title, network).replaceMetadata(metadata(name, root));
      write(model.variables(), values);
      if (root.has("training")) {
        training(archive, file, reader, model, member(name, root, "training"));
      }
      if (root.has("training") && root.has("progress")) {
        var progress = member(name, root, "progress");
        var records = new RecordReader(List.of());
        model.resumeAt(
            ProgressRecord.read(
                name + ": progress",
                records,
                progress,
                tensors -> values(archive, file, REMEMBERED, tensors)));
      }
      freeze(name, model, member(name, root, "variables"));
      return model;
    }
  }

  private static void requireVersion(String file, JsonNode root) {
    boolean ours = root.path("format").asText().equals(FORMAT);
    int version = root.path("version").isInt() ? root.path("version").intValue() : 0;
    if (!ours || version != VERSION) {
      throw new FormatException(
          file,
          FORMAT + " version " + VERSION,
          ours ? "version " + version : "another format",
          ours ? Fixes.NEWER : "give a file that Fovea saved as .fovea.");
    }
  }

  private static void requireVariables(String file, List<Variable> variables, JsonNode node) {
    var saved = items(file + ": variables", node);
    if (saved.size() != variables.size()) {
      throw new FormatException(
          file, variables.size() + " variables", saved.size() + " variables", Fixes.DAMAGED);
    }
    for (int i = 0; i < saved.size(); i++) {
      var variable = variables.get(i);
      String path = text(file, member(file, saved.get(i), "path"));
      var shape = JsonValues.shape(file, member(file, saved.get(i), "shape"));
      if (!variable.path().equals(path) || !variable.shape().equals(shape)) {
        throw new FormatException(
            file + ": " + variable.path(),
            "shape " + variable.shape(),
            path + " " + shape,
            "load it with the layers that saved it.");
      }
    }
  }

  private static List<float[]> values(
      Archive archive, Path file, String entry, List<Variable> variables) {
    long bytes = Floats.bytes(Floats.count(variables));
    if (archive.size(entry) != bytes || bytes > file.toFile().length()) {
      throw new FormatException(
          file + ": " + entry,
          bytes + " bytes for the parameters of the layers",
          archive.size(entry) + " bytes",
          Fixes.DAMAGED);
    }
    archive.budget().take(bytes);
    return archive.read(entry, bytes, in -> Floats.read(file + ": " + entry, variables, in));
  }

  private static void write(List<Variable> variables, List<float[]> values) {
    for (int i = 0; i < values.size(); i++) {
      variables.get(i).write(values.get(i));
    }
  }

  private static Map<String, String> metadata(String file, JsonNode root) {
    var node = member(file, root, "metadata");
    JsonValues.require(node.isObject(), file + ": metadata", "an object", node);
    var entries = new HashMap<String, String>();
    node.fieldNames()
        .forEachRemaining(key -> entries.put(key, text(file, member(file, node, key))));
    return entries;
  }

  private static void training(
      Archive archive, Path file, ArchitectureReader reader, Model model, JsonNode node) {
    String where = file + ": training";
    var optimizer = reader.record("optimizer", member(where, node, "optimizer"), Optimizer.class);
    var objectives = new ArrayList<Objective>();
    for (var objective : items(where, member(where, node, "objectives"))) {
      objectives.add(objective(where, reader, objective));
    }
    var trained = new HashSet<Variable>();
    for (var index : items(where, member(where, node, "trained"))) {
      int i = integer(where, index);
      JsonValues.require(
          i >= 0 && i < model.variables().size(), where, "the number of a variable", index);
      trained.add(model.variables().get(i));
    }
    var iterations = member(where, node, "iterations");
    JsonValues.require(
        iterations.isIntegralNumber()
            && iterations.canConvertToLong()
            && iterations.longValue() >= 0,
        where,
        "a number of updates",
        iterations);
    model.variables().forEach(variable -> variable.freeze(!trained.contains(variable)));
    compile(where, model, optimizer, objectives);
    model.resumeAt(iterations.longValue());
    var slots = slots(model);
    write(slots, values(archive, file, SLOTS, slots));
  }

  private static Objective objective(String where, ArchitectureReader reader, JsonNode node) {
    var metrics = new ArrayList<Metric>();
    for (var metric : items(where, member(where, node, "metrics"))) {
      metrics.add(reader.record("metrics", metric, Metric.class));
    }
    var weight = member(where, node, "weight");
    JsonValues.require(
        weight.isNumber() && weight.doubleValue() >= 0 && Double.isFinite(weight.doubleValue()),
        where,
        "the weight of a loss",
        weight);
    return Objective.output(
            text(where, member(where, node, "output")),
            reader.record("loss", member(where, node, "loss"), Loss.class),
            metrics.toArray(Metric[]::new))
        .weight(weight.doubleValue());
  }

  private static void compile(
      String where, Model model, Optimizer optimizer, List<Objective> objectives) {
    try {
      model.compile(optimizer, objectives.toArray(Objective[]::new));
    } catch (RuntimeException e) {
      // loss and metrics check the shapes they get; in a file, all that is damage
      throw new FormatException(
          where, "a loss and metrics that fit the layers", Reason.of(e), Fixes.DAMAGED);
    }
  }

  private static void freeze(String file, Model model, JsonNode variables) {
    var saved = items(file, variables);
    for (int i = 0; i < saved.size(); i++) {
      var frozen = member(file, saved.get(i), "frozen");
      JsonValues.require(frozen.isBoolean(), file, "true or false", frozen);
      model.variables().get(i).freeze(frozen.booleanValue());
    }
  }
}
