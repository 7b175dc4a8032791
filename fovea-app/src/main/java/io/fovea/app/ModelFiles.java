// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.InputSpec;
import io.fovea.error.FormatException;
import io.fovea.formats.torch.TorchWeights;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.train.ModelFormat;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// Model files of every format that Fovea reads or writes, those with weights alone included.
final class ModelFiles {
  /// How the problem of a file begins whose name no format knows.
  static final String ENDINGS = "a file name that ends in one of ";

  private static final String ONNX = ".onnx";
  private static final String KERAS_WEIGHTS = ".weights.h5";

  private ModelFiles() {}

  /// Reads a model.
  ///
  /// @param network of the zoo, for a file that holds weights alone
  static Model read(Path file, Optional<String> network) {
    if (network.isEmpty()) {
      return KnownModel.load(file, "").model();
    }
    String name = network.get();
    KnownModel.existing(file);
    return known(file, name).prepareWith(Weights.preprocessing(name, Optional.of(file.toString())));
  }

  /// The network with its top, else without.
  private static Model known(Path file, String name) {
    var whole = Weights.network(name, file.toString());
    try {
      Weights.into(whole, file.toString(), (_, _) -> {});
      return whole;
    } catch (FormatException problem) {
      try {
        var base = Zoo.draft(name).avgPooled().build();
        Weights.into(base, file.toString(), (_, _) -> {});
        return base;
      } catch (FormatException | IllegalArgumentException _) {
        throw problem;
      }
    }
  }

  /// Throws unless files of this name can be written.
  static void requireFormat(Path file) {
    if (!Weights.isTorch(file)) {
      try {
        ModelFormat.require(file);
      } catch (FormatException e) {
        throw ending(file, e);
      }
    }
  }

  /// The same problem with the endings that the command line knows beside those of models.
  static FormatException ending(Path file, FormatException problem) {
    return new FormatException(
        file.toString(),
        problem.expected().replace("]", ", .safetensors]"),
        problem.got(),
        "give the file one of these endings, or 'fovea convert' a model that has one.");
  }

  /// Writes a model; the file's name chooses the format. Beside weights alone stands what whoever
  /// reads them has to know of pictures, their size above all.
  static void write(Model model, Path file) {
    if (isAlone(file)) {
      takesPictures(model).ifPresent(_ -> model.noteInput(model.inputSpec()));
    }
    if (Weights.isTorch(file)) {
      TorchWeights.save(model, file);
    } else {
      model.save(file);
    }
  }

  private static boolean isAlone(Path file) {
    return Weights.isTorch(file) || file.toString().endsWith(KERAS_WEIGHTS);
  }

  private static Optional<Shape> takesPictures(Model model) {
    return Optional.of(model.network().inputShapes())
        .filter(shapes -> shapes.size() == 1)
        .map(shapes -> KnownModel.example(model))
        .filter(InputSpec::isPicture);
  }

  /// What of a model a file of this name does not hold, as one sentence; empty if nothing.
  static Optional<String> lost(Model model, Path file) {
    var lost = new ArrayList<String>();
    if (isAlone(file)) {
      lost.add("the layers (name their network by --model to read it)");
    }
    if (model.isCompiled() && (Weights.isTorch(file) || file.toString().endsWith(ONNX))) {
      lost.add("optimizer, loss and metrics");
    }
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(file + " does not hold " + String.join(", ", lost) + ".");
  }

  /// What a file gives that was just written from a model; empty for a format that is only written.
  ///
  /// @throws IOException if there is no room for a copy
  static Optional<Model> again(Model model, Path file) throws IOException {
    if (file.toString().endsWith(ONNX)) {
      return Optional.empty();
    }
    if (!isAlone(file)) {
      return Optional.of(Model.load(file));
    }
    // a network of its own, whose values can only come from the file
    var copy = copy(model).initialize(1);
    if (Weights.isTorch(file)) {
      TorchWeights.load(copy, file);
    } else {
      copy.loadWeights(file);
    }
    return Optional.of(copy);
  }

  private static Model copy(Model model) throws IOException {
    var folder = Files.createTempDirectory("fovea-convert");
    var file = folder.resolve("copy.fovea");
    try {
      model.save(file);
      return Model.load(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
