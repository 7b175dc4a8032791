package io.fovea.app;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Options of commands that use a model.
final class ModelChoice {
  @Option(
      names = "--model",
      paramLabel = "FILE|NAME",
      description = {
        "Model file, or folder of a run; with --weights a network of the zoo;",
        "${DEFAULT-VALUE} unless given."
      })
  private Path model = Path.of("runs", "last");

  @Option(
      names = "--weights",
      paramLabel = "imagenet|FILE",
      description = {
        "Published weights, downloaded on first use, or a file with weights",
        "alone, for the network that --model names."
      })
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
    known.requirePictures();
    return known;
  }

  private KnownModel known(CommandSpec spec, Console console, boolean json) {
    if (weights.isEmpty()) {
      return KnownModel.load(model, engine);
    }
    Wishes.zooModel(spec, model.toString());
    return KnownModel.pretrained(model.toString(), weights, engine, console.download(json));
  }

  @Override
  public String toString() {
    return model.toString();
  }
}
