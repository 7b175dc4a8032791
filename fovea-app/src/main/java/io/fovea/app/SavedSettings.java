// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.augment.Augmentation;
import io.fovea.augment.Preprocessing;
import io.fovea.error.DataException;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.file.RegularFile;
import io.fovea.formats.JsonText;
import io.fovea.formats.record.Pipelines;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The settings of a run as its `run.json` holds them.
///
/// @param settings of the run
/// @param dataHash what identified its data
record SavedSettings(Settings settings, String dataHash) {
  static final String STATE = "state";
  static final String SETTINGS = "settings";
  static final String DATA_HASH = "data_sha256";

  /// Where the states of a run note which settings they were made with.
  static final String HASH = "settings_sha256";

  /// The state of a run that was stopped and saved.
  static final String INTERRUPTED = "interrupted";

  /// The state of a run that is in training, or was killed there.
  static final String RUNNING = "running";

  /// The state of a run that has only to be measured on its test part.
  static final String TRAINED = "trained";

  /// The state of a run whose loss or parameters are no longer numbers.
  static final String DIVERGED = "diverged";

  /// The state of a run that is done.
  static final String FINISHED = "finished";

  /// The states of runs that can go on.
  private static final List<String> OPEN = List.of(INTERRUPTED, RUNNING, TRAINED);

  private static final String OTHER = "start another run; this one's settings are damaged.";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  // ---- writing ---------------------------------------------------------------------------------

  /// As fields of `run.json`.
  static Json write(Settings settings) {
    var recipe = settings.recipe();
    return new Json()
        .put("model", settings.model())
        .put("weights", settings.weights().orElse(null))
        .put("data", settings.data().name())
        .put("size", settings.size().orElse(null))
        .put("preprocessing", settings.prepared().label())
        .put("split", settings.shares().toString())
        .put("limit", settings.limit().orElse(0))
        .put("strict", settings.strict())
        .put("phases", recipe.phases().stream().map(phase -> write(phase).fields()).toList())
        .put("batch", recipe.batch())
        .put("validation", recipe.validation())
        .put("augmentation", recipe.augmentation().map(SavedSettings::write).orElse(null))
        .put("feature_copies", settings.copies())
        .put("seed", settings.seed())
        .put("workers", settings.workers().orElse(null));
  }

  /// What tells these settings from others.
  static String hash(Settings settings) {
    return DataHash.ofText(write(settings).line());
  }

  /// @param state a model that was saved within the run
  /// @throws DataException if `run.json` has other settings than those the run was started with
  static void requireSame(RunFolder folder, Settings settings, Model state) {
    if (!hash(settings).equals(state.metadata().get(HASH))) {
      throw new DataException(
          folder.file(RunFolder.FACTS).toString(),
          "the settings that the run was started with",
          "others",
          "bring the file back as it was, or start another run with 'fovea train'.");
    }
  }

  private static Json write(PhaseSettings phase) {
    return new Json()
        .put("epochs", phase.epochs())
        .put("optimizer", phase.rule().label())
        .put("learning_rate", phase.learningRate())
        .put("warmup", phase.warmup())
        .put("decay", phase.decay())
        .put("frozen_base", phase.frozen())
        .put("train_batch_norm", phase.statistics())
        .put("clip_norm", phase.clip());
  }

  private static Map<?, ?> write(Augmentation augmentation) {
    try {
      return MAPPER.readValue(Pipelines.toJson(augmentation), Map.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("pipeline: expected JSON, got something else", e);
    }
  }

  // ---- reading ---------------------------------------------------------------------------------

  /// The settings of the unfinished run in a folder.
  ///
  /// @param engine its name, or empty for the best one
  /// @throws DataException if there is no run in the folder, or one that cannot go on
  /// @throws FormatException if `run.json` is damaged
  static SavedSettings read(RunFolder folder, String engine) {
    var file = folder.file(RunFolder.FACTS);
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          folder.toString(),
          "the folder of a run",
          "no " + RunFolder.FACTS + " in it",
          "name a folder that 'fovea train' made.");
    }
    var root = parse(file);
    var state = root.path(STATE).asText();
    if (!OPEN.contains(state)) {
      if (state.equals(FINISHED)) {
        folder.forgetRests();
      }
      throw new DataException(
          folder.toString(),
          "a run that did not finish",
          "one that is " + state,
          "start another run.");
    }
    var saved = field(file, root, SETTINGS, JsonNode::isObject);
    try {
      return new SavedSettings(
          settings(file, saved, folder.runs(), engine), text(file, root, DATA_HASH));
    } catch (IllegalArgumentException e) {
      throw damaged(file, "settings in their ranges", Reason.of(e));
    }
  }

  private static Settings settings(Path file, JsonNode saved, Path runs, String engine) {
    int limit = whole(file, saved, "limit");
    var recipe =
        new RecipeSettings(
            phases(file, saved),
            whole(file, saved, "batch"),
            number(file, saved, "validation"),
            augmentation(file, saved.path("augmentation")));
    return new Settings(
        known(file, saved, "model", name -> Optional.of(name).filter(SavedSettings::isStart)),
        maybe(saved.path("weights"))
            .map(_ -> known(file, saved, "weights", path -> Optional.of(Path.of(path).toString()))),
        known(file, saved, "data", text -> Optional.of(DataSource.of(text))),
        maybe(saved.path("size")).map(_ -> whole(file, saved, "size")),
        maybe(saved.path("preprocessing"))
            .map(_ ->
                known(
                    file, saved, "preprocessing", text -> Optional.of(Preprocessing.named(text)))),
        known(file, saved, "split", text -> Optional.of(Shares.parse(text))),
        limit == 0 ? Optional.empty() : Optional.of(limit),
        field(file, saved, "strict", JsonNode::isBoolean).asBoolean(),
        recipe,
        whole(file, saved, "feature_copies"),
        field(file, saved, "seed", seed -> seed.isInt() || seed.isLong()).longValue(),
        maybe(saved.path("workers")).map(_ -> whole(file, saved, "workers")),
        engine,
        runs);
  }

  private static boolean isStart(String name) {
    return Zoo.names().contains(name) || new Start(name).isFile();
  }

  private static List<PhaseSettings> phases(Path file, JsonNode saved) {
    var phases = new ArrayList<PhaseSettings>();
    for (var phase : field(file, saved, "phases", node -> node.isArray() && !node.isEmpty())) {
      phases.add(
          new PhaseSettings(
              whole(file, phase, "epochs"),
              known(file, phase, "optimizer", Rule::named),
              number(file, phase, "learning_rate"),
              number(file, phase, "warmup"),
              number(file, phase, "decay"),
              field(file, phase, "frozen_base", JsonNode::isBoolean).asBoolean(),
              field(file, phase, "train_batch_norm", JsonNode::isBoolean).asBoolean(),
              number(file, phase, "clip_norm")));
    }
    return phases;
  }

  private static Optional<Augmentation> augmentation(Path file, JsonNode node) {
    return maybe(node).map(saved -> Pipelines.fromJson(file + ": augmentation", saved.toString()));
  }

  private static Optional<JsonNode> maybe(JsonNode node) {
    return node.isNull() || node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }

  private static JsonNode parse(Path file) {
    try {
      var text = RegularFile.bytes(file, "the settings of a run", JsonText.MOST_BYTES);
      return JsonText.parse(file.toString(), text, OTHER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int whole(Path file, JsonNode node, String name) {
    return field(file, node, name, JsonNode::isInt).intValue();
  }

  private static double number(Path file, JsonNode node, String name) {
    return field(file, node, name, JsonNode::isNumber).doubleValue();
  }

  private static String text(Path file, JsonNode node, String name) {
    return field(file, node, name, JsonNode::isTextual).asText();
  }

  /// What a text stands for.
  private static <T> T known(
      Path file, JsonNode node, String name, Function<String, Optional<T>> meaning) {
    var text = text(file, node, name);
    try {
      return meaning.apply(text).orElseThrow(() -> damaged(file, "a known " + name, text));
    } catch (IllegalArgumentException e) {
      throw damaged(file, "a known " + name, text);
    }
  }

  private static JsonNode field(Path file, JsonNode node, String name, Predicate<JsonNode> good) {
    var field = node.path(name);
    if (!good.test(field)) {
      throw damaged(
          file, "a good value for " + name, field.isMissingNode() ? "none" : field.toString());
    }
    return field;
  }

  private static FormatException damaged(Path file, String expected, String got) {
    return new FormatException(file.toString(), expected, got, OTHER);
  }
}
