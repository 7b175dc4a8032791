// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.augment.Preprocessing;
import io.fovea.data.InputSpec;
import io.fovea.error.FormatException;
import io.fovea.error.ShapeException;
import io.fovea.file.Download;
import io.fovea.formats.keras.KerasWeightsFormat;
import io.fovea.formats.torch.TorchWeights;
import io.fovea.graph.Variable;
import io.fovea.train.Model;
import io.fovea.zoo.Pretrained;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values for a network of the zoo from somewhere else.
final class Weights {
  /// The weights that Keras publishes.
  static final String IMAGENET = "imagenet";

  private static final String TORCH = ".safetensors";

  private Weights() {}

  /// Puts weights into a network of the zoo.
  ///
  /// @param model with or without its top, named as in the zoo
  /// @param from `imagenet`, or a file with weights of this network, with a top or without
  /// @throws io.fovea.error.FoveaException if they cannot be had or are of another network
  static void into(Model model, String from, Download.Progress progress) {
    if (from.equals(IMAGENET)) {
      Pretrained.of(model.name()).into(model, progress);
    } else {
      read(model, KnownModel.existing(Path.of(from)));
    }
  }

  private static void read(Model model, Path file) {
    try {
      load(model, file);
    } catch (FormatException problem) {
      // it may be the file of the whole network, of which this one has all but the top
      if (!fromWhole(model, file)) {
        throw problem;
      }
    }
  }

  /// Reads values into a network of the zoo of the same layers.
  private static void load(Model model, Path file) {
    if (isTorch(file)) {
      TorchWeights.load(model, file);
    } else {
      model.loadWeights(file);
      Pretrained.find(model.name()).ifPresent(row -> row.completed(model));
    }
  }

  /// A network of the zoo with its published top, or with the classes that a file of weights names.
  ///
  /// @param from `imagenet`, or a file with weights of this network
  static Model network(String name, String from) {
    var said = from.equals(IMAGENET) ? Map.<String, String>of() : metadata(Path.of(from));
    var picture = InputSpec.shape(said).orElseGet(() -> Zoo.entry(name).picture());
    int classes = InputSpec.labels(said).size();
    return classes == 0 ? Zoo.model(name, picture) : Zoo.model(name, picture, classes);
  }

  /// What a file of weights says beside them.
  private static Map<String, String> metadata(Path file) {
    var existing = KnownModel.existing(file);
    if (isTorch(existing)) {
      return TorchWeights.metadata(existing);
    }
    boolean hdf5 = existing.toString().matches(".*\\.(h5|hdf5)");
    return hdf5 ? KerasWeightsFormat.metadata(existing) : Map.of();
  }

  /// What pictures go through for a network of the zoo.
  ///
  /// @param from where its weights come from, if from anywhere
  static Preprocessing preprocessing(String model, Optional<String> from) {
    var usual =
        Zoo.entry(model).picture().channels() == 1 ? Preprocessing.UNIT : Preprocessing.STANDARD;
    var file = from.filter(name -> !name.equals(IMAGENET)).map(Path::of);
    return file.flatMap(weights -> InputSpec.preprocessing(metadata(weights)))
        .or(() -> file.filter(Weights::isTorch).map(_ -> usual))
        .or(() -> Pretrained.find(model).map(Pretrained::preprocessing))
        .orElse(usual);
  }

  /// Whether a file has PyTorch's names and layouts.
  static boolean isTorch(Path file) {
    return file.toString().endsWith(TORCH);
  }

  /// Whether a file has all that the network has, whatever top is on it there.
  private static boolean fromWhole(Model base, Path file) {
    Map<String, Variable> known = new HashMap<>();
    whole(base, file).forEach(variable -> known.put(variable.path(), variable));
    for (var variable : base.variables()) {
      var source = known.get(variable.path());
      if (source == null || !source.shape().equals(variable.shape())) {
        return false;
      }
    }
    base.variables()
        .forEach(variable -> {
          var source = known.get(variable.path());
          if (source != null) {
            variable.write(source.read());
          }
        });
    return true;
  }

  /// The variables of a model file, or of the network with its published top; none if the file is
  /// neither.
  private static List<Variable> whole(Model base, Path file) {
    try {
      return Model.load(file).variables();
    } catch (FormatException _) {
      // weights alone
    }
    try {
      var whole = Zoo.model(base.name(), KnownModel.example(base));
      load(whole, file);
      return whole.variables();
    } catch (FormatException | ShapeException _) {
      return List.of();
    }
  }
}
