// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;

import io.fovea.engine.Engines;
import io.fovea.file.Download;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
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

  /// A new network, its values drawn from the seed of the run or taken from its weights; or a model
  /// file that learns on.
  ///
  /// @param progress hears of downloads
  /// @param said hears what becomes of a model file
  static Learner create(
      Settings settings, DataParts data, Download.Progress progress, PrintStream said) {
    var train = data.train();
    var learner =
        settings.start().isFile()
            ? goingOn(settings, train.classNames(), said)
            : described(settings, train.exampleShape(), train.classes());
    var whole = learner.whole();
    if (!settings.start().isFile()) {
      whole.initialize(settings.seed());
    }
    var base = learner.parts().map(Parts::base);
    settings.weights().ifPresent(from -> Weights.into(base.orElse(whole), from, progress));
    boolean knows = settings.start().isFile() && isAsItIs(settings, train.classNames(), whole);
    KnownModel.describe(whole, settings, data, knows);
    var note = Map.of(SavedSettings.HASH, SavedSettings.hash(settings));
    learner.parts().ifPresent(parts -> parts.head().replaceMetadata(note));
    return learner;
  }

  /// A model file as it is, or what it has learned below its last layer with a new head.
  private static Learner goingOn(Settings settings, List<String> classes, PrintStream said) {
    var known = settings.start().load();
    if (isAsItIs(settings, classes, known)) {
      said.printf(
          "Going on with %s, which tells these %d classes apart already.%n",
          settings.model(), classes.size());
      return restored(settings, known);
    }
    said.printf(
        "A new head learns %d classes on what %s has learned below its last layer.%n",
        classes.size(), settings.model());
    var features = known.withoutTop();
    var base =
        features.network().outputShape().rank() == 2 ? features : features.then(globalAvgPool2d());
    var head = head(base, classes.size()).initialize(settings.seed());
    return joined(settings, Model.of("base", base.network()), head);
  }

  private static boolean isAsItIs(Settings settings, List<String> classes, Model known) {
    return settings.recipe().phases().stream().noneMatch(PhaseSettings::frozen)
        && Start.knows(known, classes);
  }

  private static Model head(Model base, int classes) {
    int features = base.network().outputShape().channels();
    return Model.of(input(features), dense(classes).softmax());
  }

  private static Learner described(Settings settings, Shape picture, int classes) {
    String name = settings.model();
    if (!settings.transfers()) {
      return new Learner(engine(settings, Zoo.model(name, picture, classes)), Optional.empty());
    }
    var base = Zoo.draft(name).avgPooled().input(picture.get(0), picture.get(1)).build();
    return joined(settings, base, head(base, classes));
  }

  /// A network from a base and a head, which it shares its variables with.
  static Learner joined(Settings settings, Model base, Model head) {
    Node picture = input(KnownModel.example(base).toArray());
    var whole =
        Model.to(settings.start().label(), picture.then(base.name(), base).then(HEAD, head));
    engine(settings, base);
    engine(settings, head);
    return new Learner(engine(settings, whole), Optional.of(new Parts(base, head)));
  }

  /// A network that was saved as a whole.
  static Learner restored(Settings settings, Model whole) {
    engine(settings, whole);
    var layers = whole.network().layers();
    return settings.transfers()
            && layers.size() == 2
            && layers.get(0).layer() instanceof Model base
            && layers.get(1).layer() instanceof Model head
        ? new Learner(whole, Optional.of(new Parts(base, head)))
        : new Learner(whole, Optional.empty());
  }

  private static Model engine(Settings settings, Model model) {
    return settings.engine().isEmpty() ? model : model.runOn(Engines.named(settings.engine()));
  }
}
