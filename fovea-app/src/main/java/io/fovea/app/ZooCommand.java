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
    if (common.json) {
      var rows = Zoo.entries().stream().map(entry -> json(entry).fields()).toList();
      console.out().println(new Json().put("models", rows).line());
      return 0;
    }
    row("model", "input", "parameters", "GMACs", "top-1 %");
    for (var entry : Zoo.entries()) {
      var facts = ModelFacts.of(entry.name(), entry.described());
      row(
          facts.model(),
          facts.input().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
          String.format(Locale.ROOT, "%,d", facts.parameters()),
          String.format(Locale.ROOT, facts.gmacs() < 0.1 ? "%.4f" : "%.2f", facts.gmacs()),
          entry.top1().isPresent() ? String.valueOf(entry.top1().getAsDouble()) : "");
    }
    return 0;
  }

  private static Json json(Zoo.Entry entry) {
    var json = ModelFacts.of(entry.name(), entry.described()).json();
    return entry.top1().isPresent() ? json.put("top1", entry.top1().getAsDouble()) : json;
  }

  private void row(String name, String input, String parameters, String gmacs, String top1) {
    console.out().printf("%-22s %-16s %14s %8s %8s%n", name, input, parameters, gmacs, top1);
  }
}
