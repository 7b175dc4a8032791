package io.fovea.app;

import io.fovea.zoo.Zoo;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the networks that Fovea knows by name.
@Command(
    name = "zoo",
    description = "Lists the networks that Fovea knows by name.",
    footer = {"", "Examples:", "  fovea zoo", "  fovea zoo --json"})
final class ZooCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private Common common = new Common();

  ZooCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var models = Zoo.names().stream().map(name -> ModelFacts.of(name, Zoo.model(name))).toList();
    if (common.json) {
      var rows = models.stream().map(facts -> facts.json().fields()).toList();
      console.out().println(new Json().put("models", rows).line());
      return 0;
    }
    row("model", "input", "parameters", "GMACs", "layers");
    for (var facts : models) {
      row(
          facts.model(),
          facts.input().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
          String.format(Locale.ROOT, "%,d", facts.parameters()),
          String.format(Locale.ROOT, "%.4f", facts.gmacs()),
          String.valueOf(facts.layers()));
    }
    return 0;
  }

  private void row(String name, String input, String parameters, String gmacs, String layers) {
    console.out().printf("%-18s %-16s %14s %10s %7s%n", name, input, parameters, gmacs, layers);
  }
}
