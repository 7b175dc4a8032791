// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.Model;
import io.fovea.train.Summary;
import io.fovea.train.SummaryStyle;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows the layers of a network, their shapes and parameters.
@Command(
    name = "summary",
    description = "Shows the layers of a network, their shapes and parameters.",
    footer = {
      "",
      "Examples:",
      "  fovea summary lenet5",
      "  fovea summary resnet50 --columns --width 100",
      "  fovea summary runs/last/model.keras --json",
      "  fovea summary resnet50.safetensors --model resnet50-v1.5"
    })
final class SummaryCommand implements Callable<Integer> {
  private static final int USUAL = 80;
  private static final int WIDE = 120;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 1_000;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "MODEL-OR-FILE",
      description = "A network of the zoo, a model file, or the folder of a run.")
  private String what = "";

  @Option(
      names = "--columns",
      description = "Adds receptive field, multiply-adds and memory of each layer.")
  private boolean columns;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Columns of text, at least 40; those of the terminal unless given.")
  private Optional<Integer> width = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The network of the zoo that a file with weights alone belongs to.")
  private Optional<String> network = Optional.empty();

  SummaryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    network.ifPresent(name -> Wishes.zooModel(spec, name));
    width.ifPresent(n ->
        Wishes.check(
            spec,
            n >= NARROWEST && n <= WIDEST,
            "--width",
            "a whole number from " + NARROWEST + " to " + WIDEST,
            n));
    boolean known = Zoo.names().contains(what);
    if (known) {
      Wishes.noneOf(spec, "none for a network of the zoo", "--model");
    }
    if (common.json) {
      Wishes.noneOf(spec, "none together with --json, which has all", "--columns", "--width");
    }
    var model = known ? Zoo.model(what) : read(file());
    if (common.json) {
      var rows = Summary.of(model).layers().stream().map(layer -> json(layer).fields()).toList();
      var facts = ModelFacts.of(what, model.network()).json();
      console.out().println(facts.put("layer_list", rows).line());
    } else {
      console.out().println(model.summary(style()));
    }
    return 0;
  }

  private SummaryStyle style() {
    var style = SummaryStyle.keras().ascii(false); // the console draws what can be shown
    int width = this.width.orElse(console.columns(columns ? WIDE : USUAL));
    var fitting = style.terminal(width);
    return columns ? fitting.withTrainable().withReceptiveField().withMacs().withMemory() : fitting;
  }

  private static Json json(Summary.Layer layer) {
    return new Json()
        .put("name", layer.name())
        .put("type", layer.type())
        .put("output", layer.output().sizes().stream().skip(1).toList())
        .put("parameters", layer.parameters())
        .put("trainable", layer.trainable())
        .put("inputs", layer.inputs())
        .put("macs", layer.macs())
        .put("memory", layer.memory());
  }

  private Model read(Path file) {
    return network.isPresent() ? ModelFiles.read(file, network) : KnownModel.load(file, "").model();
  }

  /// A word that is neither a known network nor looks like a file is wrong usage.
  private Path file() {
    var path = Path.of(what);
    boolean word = path.getNameCount() == 1 && !what.contains(".");
    if (word && !path.toFile().exists()) {
      throw new ParameterException(
          spec.commandLine(),
          Problems.unknown("a model file or a network of the zoo", what, Zoo.names(), Wishes.ZOO));
    }
    return path;
  }
}
