package io.fovea.app;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.file.Download;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.util.Optional;

/// A network in training, and what it was put together from.
///
/// @param whole from pictures to probabilities
/// @param parts base and head, which share their variables with it; empty for a network that learns
///     as a whole from the start
record Learner(Model whole, Optional<Parts> parts) {
  private static final String HEAD = "head";

  /// @param base from pictures to features, one number per feature map
  /// @param head from features to probabilities
  record Parts(Model base, Model head) {}

  /// A new network, its values drawn from the seed of the run or taken from its weights.
  ///
  /// @param progress hears of downloads
  static Learner create(Settings settings, Dataset train, Download.Progress progress) {
    var learner = described(settings, train.exampleShape(), train.classes());
    var whole = learner.whole().initialize(settings.seed());
    var base = learner.parts().map(Parts::base);
    settings.weights().ifPresent(from -> Weights.into(base.orElse(whole), from, progress));
    KnownModel.describe(whole, settings, train);
    return learner;
  }

  private static Learner described(Settings settings, Shape picture, int classes) {
    String name = settings.model();
    if (!settings.transfers()) {
      return new Learner(engine(settings, Zoo.model(name, picture, classes)), Optional.empty());
    }
    var base = Zoo.draft(name).avgPooled().input(picture.get(0), picture.get(1)).build();
    int features = base.network().outputShape().channels();
    return joined(settings, base, Model.of(input(features), dense(classes).softmax()));
  }

  /// A network from a base and a head, which it shares its variables with.
  static Learner joined(Settings settings, Model base, Model head) {
    Node picture = input(KnownModel.example(base).toArray());
    var whole = Model.to(settings.model(), picture.then(base.name(), base).then(HEAD, head));
    engine(settings, base);
    engine(settings, head);
    return new Learner(engine(settings, whole), Optional.of(new Parts(base, head)));
  }

  /// A network that was saved as a whole.
  static Learner restored(Settings settings, Model whole) {
    engine(settings, whole);
    return settings.transfers()
        ? new Learner(
            whole, Optional.of(new Parts(inner(whole, settings.model()), inner(whole, HEAD))))
        : new Learner(whole, Optional.empty());
  }

  private static Model inner(Model whole, String name) {
    return whole.network().layers().stream()
        .filter(call -> call.path().equals(name))
        .map(Network.Call::layer)
        .filter(Model.class::isInstance)
        .map(Model.class::cast)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(name + ": expected in " + whole + ", got none"));
  }

  private static Model engine(Settings settings, Model model) {
    return settings.engine().isEmpty() ? model : model.runOn(Engines.named(settings.engine()));
  }

  /// Freezes or unfreezes the base, as a phase wants it; the head learns always.
  void freeze(Phase phase) {
    if (parts.isEmpty()) {
      return;
    }
    var base = parts.get().base();
    if (phase.frozen()) {
      base.freeze();
    } else if (phase.statistics()) {
      base.unfreeze();
    } else {
      base.unfreeze().freezeStatistics();
    }
  }
}
