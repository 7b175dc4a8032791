// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.nn.Layers.input;

import io.fovea.nn.Network;
import io.fovea.zoo.CompoundScaling;
import io.fovea.zoo.EfficientNet;
import io.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Scales EfficientNet: compound scaling, with what each candidate costs.
@Command(
    name = "scale",
    description = {
      "Scales an EfficientNet in depth, width and resolution together.",
      "This is compound scaling: by phi, as far as a budget allows, or by all factors on a grid."
    },
    footer = {
      "",
      "Examples:",
      "  fovea scale --base b0 --phi 2",
      "  fovea scale --base b0 --gmacs 1.5",
      "  fovea scale --base b0 --phi 1 --grid-step 0.05"
    })
final class ScaleCommand implements Callable<Integer> {
  private static final String FAMILY = "efficientnet-";

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Common common = new Common();

  @Option(
      names = "--base",
      paramLabel = "b0..b7",
      description = "The network to scale; ${DEFAULT-VALUE} unless given.")
  private String base = "b0";

  @ArgGroup private Size size = new Size();

  @Option(
      names = "--grid-step",
      paramLabel = "STEP",
      description =
          "All alpha, beta, gamma on a grid of this step, 0.05 to 1, whose multiply-adds double.")
  private @Nullable Double grid;

  /// As it was called before `fovea augment --grid` had another meaning.
  @Option(names = "--grid", hidden = true)
  void oldGrid(double step) {
    grid = step;
  }

  @Option(
      names = "--alpha",
      paramLabel = "FACTOR",
      description = "Growth of depth, 1 to 2; ${DEFAULT-VALUE} unless given.")
  private double alpha = 1.2;

  @Option(
      names = "--beta",
      paramLabel = "FACTOR",
      description = "Growth of width, 1 to 2; ${DEFAULT-VALUE} unless given.")
  private double beta = 1.1;

  @Option(
      names = "--gamma",
      paramLabel = "FACTOR",
      description = "Growth of resolution, 1 to 2; ${DEFAULT-VALUE} unless given.")
  private double gamma = 1.15;

  /// How large the network becomes.
  static final class Size {
    @Option(
        names = "--phi",
        paramLabel = "PHI",
        description = "How much larger, 0 to 10; 1 doubles the multiply-adds.")
    private @Nullable Double phi;

    @Option(
        names = "--gmacs",
        paramLabel = "N",
        description = "The largest one with this many GMACs at most, up to 1,000.")
    private @Nullable Double gmacs;

    @Option(
        names = "--megabytes",
        paramLabel = "N",
        description = "The largest one that takes no more memory, up to 10,000.")
    private @Nullable Double megabytes;
  }

  private static final double TOLERANCE = 0.1;

  ScaleCommand(Console console) {
    this.console = console;
  }

  /// A scaled network and what it costs.
  private record Candidate(
      CompoundScaling scaling, double phi, EfficientNet network, ModelFacts facts) {
    static Candidate of(CompoundScaling scaling, double phi, EfficientNet base) {
      var network = scaling.scaled(base, phi);
      return new Candidate(scaling, phi, network, costs(network));
    }

    Json json() {
      return facts
          .json()
          .put("alpha", scaling.alpha())
          .put("beta", scaling.beta())
          .put("gamma", scaling.gamma())
          .put("phi", phi)
          .put("depth", network.depth())
          .put("width", network.width())
          .put("resolution", network.resolution());
    }
  }

  private static ModelFacts costs(EfficientNet network) {
    int side = network.resolution();
    return ModelFacts.of("efficientnet", Network.to(network.on(input(side, side, 3))));
  }

  @Override
  public Integer call() {
    check();
    if (grid != null) {
      Wishes.noneOf(
          spec, "none together with --grid-step, which tries all", "--alpha", "--beta", "--gamma");
    }
    var network = (EfficientNet) Zoo.entry(FAMILY + base).network();
    var scalings =
        grid == null
            ? List.of(new CompoundScaling(alpha, beta, gamma))
            : CompoundScaling.candidates(grid, TOLERANCE);
    var candidates = new ArrayList<Candidate>();
    for (var scaling : scalings) {
      candidates.add(Candidate.of(scaling, phi(scaling, network), network));
    }
    if (common.json) {
      var rows = candidates.stream().map(candidate -> candidate.json().fields()).toList();
      console.out().println(new Json().put("base", base).put("candidates", rows).line());
    } else {
      print(candidates);
    }
    return 0;
  }

  /// What lies outside would take longer to describe than anybody waits.
  private void check() {
    var bases =
        Zoo.names().stream()
            .filter(name -> name.startsWith(FAMILY))
            .map(name -> name.substring(FAMILY.length()))
            .toList();
    Wishes.check(spec, bases.contains(base), "--base", "one of " + bases, base);
    range("--alpha", alpha, 1, 2);
    range("--beta", beta, 1, 2);
    range("--gamma", gamma, 1, 2);
    range("--phi", size.phi, 0, 10);
    range("--gmacs", size.gmacs, 0, 1_000);
    range("--megabytes", size.megabytes, 0, 10_000);
    range("--grid-step", grid, 0.05, 1);
  }

  private void range(String option, @Nullable Double value, double least, double most) {
    if (value != null) {
      String expected = String.format(Locale.ROOT, "a number from %s to %,.0f", least, most);
      Wishes.check(spec, value >= least && value <= most, option, expected, value);
    }
  }

  private double phi(CompoundScaling scaling, EfficientNet network) {
    if (size.gmacs != null) {
      return scaling.largestPhi(network, candidate -> costs(candidate).gmacs(), size.gmacs);
    }
    if (size.megabytes != null) {
      return scaling.largestPhi(network, candidate -> costs(candidate).megabytes(), size.megabytes);
    }
    return size.phi == null ? 1 : size.phi;
  }

  private void print(List<Candidate> candidates) {
    console
        .out()
        .println("alpha  beta gamma    phi  depth  width  side    parameters    GMACs       MB");
    for (var candidate : candidates) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%5.2f %5.2f %5.2f %6.3f %6.2f %6.2f %5d %,13d %8.2f %8.1f%n",
              candidate.scaling.alpha(),
              candidate.scaling.beta(),
              candidate.scaling.gamma(),
              candidate.phi,
              candidate.network.depth(),
              candidate.network.width(),
              candidate.network.resolution(),
              candidate.facts.parameters(),
              candidate.facts.gmacs(),
              candidate.facts.megabytes());
    }
  }
}
