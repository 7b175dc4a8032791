// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.error.DataException;
import io.fovea.error.Printable;
import io.fovea.image.Images;
import io.fovea.vision.Classifier;
import io.fovea.vision.Guess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says what pictures show.
@Command(
    name = "predict",
    description = "Says what pictures show.",
    footer = {
      "",
      "Pictures may have any size and color; they are made to fit the network. A",
      "network that knows light strokes on dark ground gets dark-on-light pictures",
      "inverted.",
      "",
      "Examples:",
      "  fovea predict digit.png",
      "  fovea predict --model runs/last/model.keras --top 5 --json *.png",
      "  fovea predict --model resnet50 --weights imagenet photo.jpg"
    })
final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Mixin private ModelChoice model = new ModelChoice();

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many classes to name, ${DEFAULT-VALUE} unless given.")
  private int top = 3;

  @Parameters(
      paramLabel = "PICTURE",
      arity = "1..*",
      description = "Picture files, or folders of them.")
  private List<Path> files = List.of();

  PredictCommand(Console console) {
    this.console = console;
  }

  /// What became of one file.
  ///
  /// @param error empty if all went well
  private record Result(Path file, List<Guess> top, boolean inverted, String error) {
    Json json() {
      return new Json()
          .put("file", file.toString())
          .put("top", top.stream().map(guess -> json(guess).fields()).toList())
          .put("inverted", inverted)
          .put("error", error.isEmpty() ? null : error);
    }

    private static Json json(Guess guess) {
      return new Json()
          .put("index", guess.index())
          .put("label", guess.label())
          .put("probability", guess.probability());
    }

    @Override
    public String toString() {
      var guesses = top.stream().map(Guess::toString).collect(Collectors.joining(", "));
      return Printable.of(file + ": " + guesses) + (inverted ? " (dark on light: inverted)" : "");
    }
  }

  @Override
  public Integer call() {
    Wishes.positive(spec, "--top", top);
    var classifier = Classifier.of(model.load(spec, console, common.json).model());
    var pictures = Pictures.files(files, console.err());
    var results = pictures.stream().map(file -> predict(classifier, file)).toList();
    for (var result : results) {
      if (!result.error().isEmpty()) {
        console.err().println(result.error());
      } else if (!common.json) {
        console.out().println(result);
      }
    }
    if (common.json) {
      console
          .out()
          .println(
              new Json()
                  .put("model", model.toString())
                  .put("results", results.stream().map(result -> result.json().fields()).toList())
                  .line());
    }
    return results.stream().allMatch(result -> result.error().isEmpty()) ? 0 : Main.FAILED;
  }

  private Result predict(Classifier classifier, Path file) {
    try {
      var picture = Images.read(file);
      boolean inverted = classifier.spec().inverts(picture);
      return new Result(file, classifier.top(top, picture), inverted, "");
    } catch (DataException e) {
      return new Result(file, List.of(), false, Problems.sentence(e));
    }
  }
}
