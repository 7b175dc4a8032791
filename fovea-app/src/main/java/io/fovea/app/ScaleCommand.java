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
import picocli.CommandLine.Option;

/// Scales EfficientNet: compound scaling, with what each candidate costs.
@Command(
    name = "scale",
    description = {
      "Scales an EfficientNet in depth, width and resolution together (compound scaling):",
      "by phi, as far as a budget allows, or by all factors on a grid."
    },
    footer = {
      "",
      "Examples:",
      "  fovea scale --base b0 --phi 2",
      "  fovea scale --base b0 --gmacs 1.5",
      "  fovea scale --base b0 --phi 1 --grid 0.05"
    })
final class ScaleCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private Common common = new Common();

  @Option(
      names = "--base",
      paramLabel = "b0..b7",
      defaultValue = "b0",
      description = "The network to scale (default: ${DEFAULT-VALUE}).")
  private String base = "b0";

  @ArgGroup private Size size = new Size();

  @Option(
      names = "--grid",
      paramLabel = "STEP",
      description = "All alpha, beta, gamma on a grid of this step whose multiply-adds double.")
  private @Nullable Double grid;

  @Option(names = "--alpha", defaultValue = "1.2", description = "Growth of depth (default: 1.2).")
  private double alpha;

  @Option(names = "--beta", defaultValue = "1.1", description = "Growth of width (default: 1.1).")
  private double beta;

  @Option(
      names = "--gamma",
      defaultValue = "1.15",
      description = "Growth of resolution (default: 1.15).")
  private double gamma;

  /// How large the network becomes.
  static final class Size {
    @Option(names = "--phi", description = "How much larger; 1 doubles the multiply-adds.")
    private @Nullable Double phi;

    @Option(names = "--gmacs", description = "The largest one with this many GMACs at most.")
    private @Nullable Double gmacs;

    @Option(names = "--megabytes", description = "The largest one that takes no more memory.")
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
    var network = (EfficientNet) Zoo.entry("efficientnet-" + base).network();
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
        .println(
            " alpha   beta  gamma    phi   depth   width   side    parameters    GMACs       MB");
    for (var candidate : candidates) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%6.2f %6.2f %6.2f %6.3f %7.2f %7.2f %6d %,13d %8.2f %8.1f%n",
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
