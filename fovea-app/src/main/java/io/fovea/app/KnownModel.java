package io.fovea.app;

import static java.util.stream.Collectors.joining;

import io.fovea.augment.Preprocessing;
import io.fovea.engine.Engines;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.file.Download;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.ImageNet;
import io.fovea.zoo.Pretrained;
import io.fovea.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model from a file; what it learned from stands in its metadata.
record KnownModel(Path file, Model model) {
  private static final String DATA = "data";
  private static final String CLASSES = "classes";
  private static final Shape DIGITS = Shape.of(28, 28, 1);

  /// Loads a model file, or the model of a run's folder.
  ///
  /// @param engine its name, or empty for the best one
  static KnownModel load(Path where, String engine) {
    var file = file(where);
    var model = Model.load(file);
    if (!engine.isEmpty()) {
      model.engine(Engines.named(engine));
    }
    return new KnownModel(file, model);
  }

  /// A network of the zoo with weights learned from ImageNet, downloaded if they are not there yet.
  static KnownModel pretrained(String name, String engine, Download.Progress progress) {
    var model = Zoo.model(name);
    if (!engine.isEmpty()) {
      model.engine(Engines.named(engine));
    }
    Pretrained.of(name).into(model, progress);
    var metadata = new HashMap<>(model.metadata());
    metadata.put(
        CLASSES, ImageNet.labels().stream().map(ImageNet.Label::label).collect(joining("\n")));
    return new KnownModel(Path.of(name), model.metadata(metadata));
  }

  /// What pictures have to go through before the network sees them.
  Preprocessing preprocessing() {
    var name = model.metadata().get(Pretrained.PREPROCESSING);
    return name == null ? Preprocessing.UNIT : Preprocessing.named(name);
  }

  /// Notes in a model what it learns from.
  ///
  /// @param classes names of the classes, without line breaks
  static void describe(Model model, DataChoice data, List<String> classes) {
    model.metadata(Map.of(DATA, data.label(), CLASSES, String.join("\n", classes)));
  }

  private static Path file(Path where) {
    var path = WholeFiles.follow(where);
    var file = Files.isDirectory(path) ? path.resolve(RunFolder.MODEL) : path;
    if (!Files.exists(file)) {
      throw new DataException(
          file.toString(),
          "a model file",
          "no such file",
          "check the path, or make one with 'fovea train'.");
    }
    return file;
  }

  Shape exampleShape() {
    var shape = model.network().inputShape();
    return shape.slice(1, shape.rank());
  }

  /// Whether it learned light strokes on dark ground, as the pictures of MNIST and its kin are.
  boolean lightOnDark() {
    return exampleShape().equals(DIGITS);
  }

  /// Throws unless the network takes pictures in grey or color.
  void requirePictures() {
    var shape = exampleShape();
    if (shape.rank() != 3 || (shape.channels() != 1 && shape.channels() != 3)) {
      throw new ShapeException(
          file.toString(),
          "a network that takes pictures [H, W, 1] or [H, W, 3]",
          "one that takes " + shape,
          "use a network for pictures.");
    }
  }

  /// What class number `index` is called.
  String label(int index) {
    var names = model.metadata().getOrDefault(CLASSES, "").lines().toList();
    return index < names.size() ? names.get(index) : String.valueOf(index);
  }

  /// The data set it learned from, if that is known.
  Optional<DataChoice> data() {
    return Arrays.stream(DataChoice.values())
        .filter(choice -> choice.label().equals(model.metadata().get(DATA)))
        .findFirst();
  }
}
