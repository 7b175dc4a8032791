package io.fovea.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.augment.RandomAffine;
import io.fovea.error.DataException;
import io.fovea.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The settings of a run as its `run.json` holds them.
final class SavedSettings {
  static final String STATE = "state";

  /// The state of a run that was stopped and saved.
  static final String INTERRUPTED = "interrupted";

  /// The states of runs that can go on: stopped, or gone without a word while training.
  private static final List<String> OPEN = List.of(INTERRUPTED, "running");

  private SavedSettings() {}

  /// As fields of `run.json`.
  static Json write(Training.Settings settings) {
    var recipe = settings.recipe();
    return new Json()
        .put("model", settings.model())
        .put("data", settings.data().label())
        .put("limit", settings.limit().orElse(0))
        .put("seed", settings.seed())
        .put("epochs", recipe.epochs())
        .put("batch", recipe.batch())
        .put("learning_rate", recipe.learningRate())
        .put("warmup", recipe.warmup())
        .put("validation", recipe.validation())
        .put("workers", settings.workers())
        .put("augmentation", recipe.augmentation().map(SavedSettings::write).orElse(new Json()));
  }

  private static Json write(RandomAffine affine) {
    return new Json()
        .put("max_shift", affine.maxShift())
        .put("max_turn_degrees", affine.maxTurnDegrees())
        .put("max_shear", affine.maxShear())
        .put("min_scale", affine.minScale())
        .put("max_scale", affine.maxScale());
  }

  /// The settings of the unfinished run in a folder.
  ///
  /// @param engine its name, or empty for the best one
  /// @throws DataException if there is no run in the folder, or one that cannot go on
  /// @throws FormatException if `run.json` is damaged
  static Training.Settings read(RunFolder folder, String engine) {
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
      throw new DataException(
          folder.toString(),
          "a run that did not finish",
          "one that is " + state,
          "start another run.");
    }
    var saved = field(file, root, "settings", JsonNode::isObject);
    var label = text(file, saved, "data");
    var data =
        Arrays.stream(DataChoice.values())
            .filter(choice -> choice.label().equals(label))
            .findFirst()
            .orElseThrow(() -> damaged(file, "a known data set", label));
    int limit = field(file, saved, "limit", JsonNode::isInt).asInt();
    var recipe =
        new Recipe(
            field(file, saved, "epochs", JsonNode::isInt).asInt(),
            field(file, saved, "batch", JsonNode::isInt).asInt(),
            number(file, saved, "learning_rate"),
            number(file, saved, "warmup"),
            number(file, saved, "validation"),
            augmentation(file, field(file, saved, "augmentation", JsonNode::isObject)));
    return new Training.Settings(
        text(file, saved, "model"),
        data,
        limit == 0 ? Optional.empty() : Optional.of(limit),
        recipe,
        field(file, saved, "seed", JsonNode::isIntegralNumber).asLong(),
        field(file, saved, "workers", JsonNode::isInt).asInt(),
        engine,
        folder.runs());
  }

  private static Optional<RandomAffine> augmentation(Path file, JsonNode node) {
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RandomAffine(
                number(file, node, "max_shift"),
                number(file, node, "max_turn_degrees"),
                number(file, node, "max_shear"),
                number(file, node, "min_scale"),
                number(file, node, "max_scale")));
  }

  private static JsonNode parse(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw damaged(file, "JSON", e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double number(Path file, JsonNode node, String name) {
    return field(file, node, name, JsonNode::isNumber).asDouble();
  }

  private static String text(Path file, JsonNode node, String name) {
    return field(file, node, name, JsonNode::isTextual).asText();
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
    return new FormatException(
        file.toString(), expected, got, "start another run; this one's settings are damaged.");
  }
}
