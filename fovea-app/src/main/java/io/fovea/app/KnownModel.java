// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.engine.Engines;
import io.fovea.error.DataException;
import io.fovea.error.FormatException;
import io.fovea.file.Download;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.ImageNet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// A model from a file; what it learned from stands in its metadata.
record KnownModel(Path file, Model model) {
  private static final String DATA = "data";
  private static final String DATA_HASH = "data_sha256";
  private static final String KNEW = "knew_classes_before";
  private static final String SPLIT = "split";
  private static final String SEED = "split_seed";

  /// Loads a model file, or the model of a run's folder.
  ///
  /// @param engine its name, or empty for the best one
  /// @throws io.fovea.error.FoveaException if there is none, or none that can be read
  static KnownModel load(Path where, String engine) {
    var file = file(where);
    try {
      return new KnownModel(file, on(engine, Model.load(file)));
    } catch (FormatException e) {
      requireEnding(file, e);
      if (e.expected().equals("a file with layers") || Weights.isTorch(file)) {
        throw new FormatException(
            file.toString(),
            "a file with layers",
            "one with weights alone",
            "name the network of the zoo that they belong to (see --help).");
      }
      throw e;
    }
  }

  /// A file whose ending no format has: files with weights alone are read, too, for a network.
  private static void requireEnding(Path file, FormatException problem) {
    if (problem.expected().startsWith(ModelFiles.ENDINGS) && !Weights.isTorch(file)) {
      throw ModelFiles.ending(file, problem);
    }
  }

  /// A network of the zoo with its published top and weights from somewhere else.
  ///
  /// @param weights `imagenet`, which may have to be downloaded, or a file
  static KnownModel pretrained(
      String name, String weights, String engine, Download.Progress progress) {
    var model = on(engine, Weights.network(name, weights));
    Weights.into(model, weights, progress);
    var spec = model.inputSpec().preprocessing(Weights.preprocessing(name, Optional.of(weights)));
    boolean unnamed =
        spec.labels().isEmpty() && model.network().outputShape().channels() == ImageNet.CLASSES;
    return new KnownModel(
        Path.of(name), model.noteInput(unnamed ? spec.labels(ImageNet.names()) : spec));
  }

  private static Model on(String engine, Model model) {
    return engine.isEmpty() ? model : model.runOn(Engines.named(engine));
  }

  /// Notes in a model what it learns from, and what it has to know to be asked about pictures.
  ///
  /// @param knows whether it told these classes apart before
  static void describe(Model model, Settings settings, DataParts data, boolean knows) {
    data.train().inputSpec().ifPresent(model::noteInput);
    var metadata = new HashMap<>(model.metadata());
    metadata.put(DATA, settings.data().label());
    metadata.put(DATA_HASH, data.hash());
    metadata.put(KNEW, String.valueOf(knows));
    metadata.put(SavedSettings.HASH, SavedSettings.hash(settings));
    if (settings.data().isPictures()) {
      metadata.put(SPLIT, settings.shares().toString());
      metadata.put(SEED, String.valueOf(settings.seed()));
    } else { // of what it learned before
      metadata.keySet().removeAll(List.of(SPLIT, SEED));
    }
    model.replaceMetadata(metadata);
  }

  /// Whether a model in training told the classes apart before.
  static boolean knew(Model model) {
    return Boolean.parseBoolean(model.metadata().get(KNEW));
  }

  /// The file that a path means, which may be that of a run's folder.
  ///
  /// @throws DataException if nothing is there
  static Path file(Path where) {
    var path = WholeFiles.follow(where);
    return existing(Files.isDirectory(path) ? RunFolder.of(path).model() : path);
  }

  /// The same path.
  ///
  /// @throws DataException if nothing is there
  static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw new DataException(
          file.toString(),
          "a model file",
          "no such file",
          "check the path, or make one with 'fovea train'.");
    }
    return file;
  }

  /// Shape of one example of a model.
  static Shape example(Model model) {
    var shape = model.network().inputShape();
    return shape.slice(1, shape.rank());
  }

  /// What the data is called that it learned from, if that is known.
  Optional<String> data() {
    return Optional.ofNullable(model.metadata().get(DATA));
  }

  /// What the network wants of data to be measured on. A heap of pictures that it learned from is
  /// divided as it was then, wherever it lies now; any other one is taken whole.
  ///
  /// @param limit how many examples to use, if not all
  Wanted wanted(Optional<Integer> limit) {
    return new Wanted(model.inputSpec(), Optional.empty(), division(), 0, limit, false);
  }

  private Optional<Wanted.Division> division() {
    var metadata = model.metadata();
    return Optional.ofNullable(metadata.get(SPLIT))
        .map(split ->
            new Wanted.Division(
                shares(split),
                seed(metadata.getOrDefault(SEED, "0")),
                Optional.of(metadata.getOrDefault(DATA_HASH, ""))));
  }

  private Shares shares(String text) {
    try {
      return Shares.parse(text);
    } catch (IllegalArgumentException _) {
      throw damaged("shares of its data, as 10,15,75", text);
    }
  }

  private long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw damaged("the seed of its data", text);
    }
  }

  private FormatException damaged(String expected, String got) {
    return new FormatException(
        file.toString(), "a note of " + expected, got, "train it again; its notes are damaged.");
  }
}
