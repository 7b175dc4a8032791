// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.zoo.Pretrained;
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
      var rows = ModelFacts.zoo().stream().map(facts -> json(facts).fields()).toList();
      console.out().println(new Json().put("models", rows).line());
      return 0;
    }
    row("model", "input", "parameters", "GMACs", "top-1 %", "weights");
    for (var facts : ModelFacts.zoo()) {
      var top1 = Zoo.entry(facts.model()).top1();
      row(
          facts.model(),
          facts.input().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
          String.format(Locale.ROOT, "%,d", facts.parameters()),
          String.format(Locale.ROOT, facts.gmacs() < 0.1 ? "%.4f" : "%.2f", facts.gmacs()),
          top1.isPresent() ? String.valueOf(top1.getAsDouble()) : "",
          Pretrained.find(facts.model()).isPresent() ? Weights.IMAGENET : "");
    }
    return 0;
  }

  private static Json json(ModelFacts facts) {
    var json = facts.json();
    var top1 = Zoo.entry(facts.model()).top1();
    return top1.isPresent() ? json.put("top1", top1.getAsDouble()) : json;
  }

  private void row(
      String name, String input, String parameters, String gmacs, String top1, String weights) {
    var line =
        "%-21s %-13s %13s %7s %7s  %s".formatted(name, input, parameters, gmacs, top1, weights);
    console.out().println(line.stripTrailing());
  }
}
