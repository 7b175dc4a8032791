package io.fovea.app;

import io.fovea.error.DataException;
import io.fovea.error.FoveaException;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  /// One class and how probable it is.
  private record Guess(int index, String label, double probability) {
    Json json() {
      return new Json().put("index", index).put("label", label).put("probability", probability);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.2f %%", label, probability * 100);
    }
  }

  /// What became of one file.
  ///
  /// @param error empty if all went well
  private record Result(Path file, List<Guess> top, boolean inverted, String error) {
    Json json() {
      return new Json()
          .put("file", file.toString())
          .put("top", top.stream().map(guess -> guess.json().fields()).toList())
          .put("inverted", inverted)
          .put("error", error.isEmpty() ? null : error);
    }

    @Override
    public String toString() {
      var guesses = top.stream().map(Guess::toString).collect(Collectors.joining(", "));
      return file + ": " + guesses + (inverted ? " (dark on light: inverted)" : "");
    }
  }

  @Override
  public Integer call() {
    Wishes.positive(spec, "--top", top);
    var known = model.load(spec, console, common.json);
    var pictures = Pictures.files(files, console.err());
    var results = pictures.stream().map(file -> predict(known, file)).toList();
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

  private Result predict(KnownModel known, Path file) {
    try {
      var picture = Pictures.read(file, known);
      var input = known.preprocessing().apply(picture.input());
      var probabilities = probabilities(known.model().predict(input));
      return new Result(file, best(known, probabilities), picture.inverted(), "");
    } catch (DataException e) {
      return new Result(file, List.of(), false, message(e));
    }
  }

  private static String message(FoveaException problem) {
    return Problems.sentence(problem);
  }

  /// The outputs as they are if they are probabilities, else their softmax.
  private static double[] probabilities(Tensor outputs) {
    double[] values = IntStream.range(0, outputs.elements()).mapToDouble(outputs::get).toArray();
    double sum = 0;
    double largest = Double.NEGATIVE_INFINITY;
    boolean negative = false;
    for (double value : values) {
      sum += value;
      negative |= value < 0;
      largest = Math.max(largest, value);
    }
    // float32 probabilities of some thousand classes sum to 1 within 1e-3
    if (!negative && Math.abs(sum - 1) < 1e-3) {
      return values;
    }
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i] - largest);
      total += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= total;
    }
    return values;
  }

  private List<Guess> best(KnownModel known, double[] probabilities) {
    var guesses = new ArrayList<Guess>();
    for (int i = 0; i < probabilities.length; i++) {
      guesses.add(new Guess(i, known.label(i), probabilities[i]));
    }
    guesses.sort((a, b) -> Double.compare(b.probability(), a.probability()));
    return List.copyOf(guesses.subList(0, Math.min(top, guesses.size())));
  }
}
