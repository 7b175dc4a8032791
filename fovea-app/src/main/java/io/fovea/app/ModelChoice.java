// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.error.Nearest;
import io.fovea.zoo.Pretrained;
import io.fovea.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Options of commands that use a model.
final class ModelChoice {
  @Option(
      names = "--model",
      paramLabel = "FILE|NAME",
      description =
          "Model file, or folder of a run; with --weights a network of the zoo; ${DEFAULT-VALUE}"
              + " unless given.")
  private Path model = Path.of("runs", "last");

  @Option(
      names = "--weights",
      paramLabel = "imagenet|FILE",
      description =
          "Published weights, downloaded on first use, or a file with weights alone, for the"
              + " network that --model names.")
  private String weights = "";

  @Option(names = "--engine", paramLabel = "NAME", description = "onednn or reference.")
  private String engine = "";

  /// The model that the options name, for pictures.
  ///
  /// @param spec of the command, for wrong usage
  /// @throws io.fovea.error.FoveaException if there is none, or none for pictures
  KnownModel load(CommandSpec spec, Console console, boolean json) {
    Wishes.engine(spec, engine);
    var known = known(spec, console, json);
    var _ = known.model().inputSpec(); // or a sentence that it takes no pictures
    return known;
  }

  private KnownModel known(CommandSpec spec, Console console, boolean json) {
    if (weights.isEmpty()) {
      requireThere(spec, model.toString());
      return KnownModel.load(model, engine);
    }
    Wishes.zooModel(spec, model.toString());
    if (weights.equals(Weights.IMAGENET)) {
      Wishes.pretrained(spec, model.toString());
    }
    return KnownModel.pretrained(model.toString(), weights, engine, console.download(json));
  }

  /// A network of the zoo has learned nothing yet, and a word that is like its name is one more slip.
  private void requireThere(CommandSpec spec, String name) {
    if (Files.exists(model) || model.getNameCount() > 1) {
      return;
    }
    if (Zoo.names().contains(name)) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--model': expected a file, a run, or a network with --weights,"
              + " got "
              + name
              + " alone.\n  Fix: "
              + (Pretrained.find(name).isPresent()
                  ? "add --weights imagenet, or train it: fovea train --model "
                  : "train it: fovea train --model ")
              + name
              + ".");
    }
    if (!Nearest.of(name, Zoo.names()).isEmpty()) {
      throw Wishes.unknown(
          spec,
          "--model",
          "a file, a run, or a network with --weights",
          name,
          Zoo.names(),
          Wishes.ZOO);
    }
  }

  @Override
  public String toString() {
    return model.toString();
  }
}
