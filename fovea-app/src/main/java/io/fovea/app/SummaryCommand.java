package io.fovea.app;

import io.fovea.train.Model;
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
      "  fovea summary lenet5 --columns",
      "  fovea summary runs/last/model.keras --json",
      "  fovea summary resnet50.safetensors --model resnet50-v1.5"
    })
final class SummaryCommand implements Callable<Integer> {
  private static final SummaryStyle ALL_COLUMNS =
      SummaryStyle.keras()
          .terminal(120)
          .withTrainable()
          .withReceptiveField()
          .withMacs()
          .withMemory();

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
    var model = Zoo.names().contains(what) ? Zoo.model(what) : read(file());
    if (common.json) {
      console.out().println(ModelFacts.of(what, model.network()).json().line());
    } else {
      console.out().println(columns ? model.summary(ALL_COLUMNS) : model.summary());
    }
    return 0;
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
