// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.graph.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of a [Recipe]. Mutable.
final class RecipeRun {
  private final Recipe recipe;
  private final Model model;
  private final Dataset data;
  private final Optional<PhaseStates> states;
  private final KeepBest best;

  /// What whoever made the network has frozen.
  private final List<Variable> frozen;

  private boolean sound = true;

  RecipeRun(Recipe recipe, Model model, Dataset data) {
    this.recipe = recipe;
    this.model = model;
    this.data = data;
    this.states = recipe.states();
    this.best = new KeepBest(model, recipe.keptBest(), recipe.endsWithBest());
    this.frozen = model.variables().stream().filter(Variable::frozen).toList();
    recipe.phases().forEach(phase -> phase.require(model)); // what cannot be shows at once
  }

  Recipe.Result run() {
    states.ifPresent(PhaseStates::makeFolder);
    int count = recipe.phases().size();
    int last = states.map(kept -> kept.last(count).orElse(-1)).orElse(-1);
    var histories = new ArrayList<History>();
    for (int i = Math.max(0, last); i < count && sound && !recipe.watcher().stopped(); i++) {
      histories.add(phase(i, i == last));
    }
    if (recipe.endsWithBest() && !recipe.watcher().stopped()) {
      best.bringBack();
    }
    return new Recipe.Result(model, histories, best.epoch(), sound);
  }

  private History phase(int number, boolean resumes) {
    var phase = recipe.phases().get(number);
    recipe.watcher().onPhase(number, resumes);
    if (!resumes && isMeasuredOtherwise(number)) {
      if (number == 0) {
        recipe.compile(model, phase.optimizer());
      }
      best.bringBack();
      var held = measured(phase.fit());
      best.restart(model.evaluate(held, batch(phase.fit(), held)));
    }
    phase.freeze(model, frozen);
    if (phase.copies() > 0) {
      return cached(number, phase, resumes);
    }
    start(model, number, resumes);
    return fit(model, number, phase.fit(), data, resumes);
  }

  /// Whether numbers of this phase cannot be compared with those of the one before. What comes out of
  /// training steps is no match for what is measured, be it validation or a network at rest.
  private boolean isMeasuredOtherwise(int number) {
    if (!recipe.endsWithBest()) {
      return false;
    }
    if (number == 0) {
      return recipe.countsStart();
    }
    var before = recipe.phases().get(number - 1).fit();
    var fit = recipe.phases().get(number).fit();
    return !fit.validates()
        || before.validationFraction() != fit.validationFraction()
        || !before.validationData().equals(fit.validationData());
  }

  /// Where nothing is held back, the epochs of a later phase are measured on the training data.
  private Optional<Dataset> measuredAnew(int number) {
    boolean validated = recipe.phases().get(number).fit().validates();
    return isMeasuredOtherwise(number) && !validated ? Optional.of(data) : Optional.empty();
  }

  /// What decides which epoch of a phase is best.
  private Dataset measured(Fit fit) {
    return fit.validationFraction() > 0
        ? data.validationSplit(fit.validationFraction()).getLast()
        : fit.validationData().orElse(data);
  }

  private static int batch(Fit fit, Dataset examples) {
    return examples.batch().orElse(fit.batch() == 0 ? examples.batchSize() : fit.batch());
  }

  private void start(Model trained, int number, boolean resumes) {
    if (resumes) {
      states.orElseThrow().restore(number, trained);
    } else {
      recipe.compile(trained, recipe.phases().get(number).optimizer());
    }
  }

  /// The head learns as a model of its own, from what the base makes of the data.
  private History cached(int number, Phase phase, boolean resumes) {
    var parts = OnBase.of(model).orElseThrow();
    var base = on(parts.base());
    var head = on(parts.asModel());
    recipe.compile(model, phase.optimizer()); // for evaluate
    if (resumes) {
      states.orElseThrow().restoreBase(base);
    }
    start(head, number, resumes);
    parts.learn(head); // who has not yet heard of the last epoch keeps the network as it was then
    var history = new History(List.of());
    if (resumes && phase.isOver(head)) {
      head.progress().ifPresent(best::recall);
    } else {
      if (!resumes) {
        states.ifPresent(kept -> kept.saveBase(base));
      }
      history = fromFeatures(number, phase, resumes, base, head, parts);
    }
    parts.learn(head);
    return history;
  }

  private History fromFeatures(
      int number, Phase phase, boolean resumes, Model base, Model head, OnBase parts) {
    var fit = phase.fit();
    var training = data;
    if (fit.validationFraction() > 0) { // before copies are made, which are alike
      var halves = data.validationSplit(fit.validationFraction());
      training = halves.getFirst();
      fit = fit.validation(halves.getLast());
    }
    var features = features(base, training, phase.copies(), "features", fit.seed());
    if (fit.validationData().isPresent()) {
      var held = fit.validationData().get();
      fit = fit.validation(features(base, held, 1, "validation features", fit.seed()));
    }
    return fit(head, number, fit.callbacks(new Learned(parts)), features, resumes);
  }

  private Dataset features(Model base, Dataset examples, int copies, String what, long seed) {
    Features.Progress watched = (done, all) -> recipe.watcher().onFeatures(what, done, all);
    return copies == 1
        ? Features.of(base, examples, watched)
        : Features.augmented(base, examples, copies, seed, watched);
  }

  /// Brings what the head has learned into the network, before that is kept.
  private record Learned(OnBase parts) implements Callback {
    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      parts.learn(run.model());
    }
  }

  private Model on(Model part) {
    return part.engine() == model.engine() ? part : part.runOn(model.engine());
  }

  private History fit(Model trained, int number, Fit fit, Dataset examples, boolean resumes) {
    var watched = fit.callbacks(new FiniteOnly());
    if (states.isPresent()) {
      // before the best epoch is kept: what goes on from the state keeps it again, while a state
      // from
      // before it would find the best of a later epoch
      watched = watched.callbacks(new Checkpoint(states.get(), number, recipe.watcher()));
    }
    watched = watched.callbacks(best.watch(recipe.epochsBefore(number), measuredAnew(number)));
    var history = trained.fit(examples, resumes ? watched.resuming() : watched);
    sound =
        Soundness.unsound(trained.variables()).isEmpty()
            && history.epochs().stream().allMatch(logs -> Double.isFinite(logs.value("loss")));
    if (sound) {
      states.ifPresent(kept -> kept.save(trained, number));
    }
    return history;
  }

  /// Ends a phase whose loss is no number.
  private record FiniteOnly() implements Callback {
    @Override
    public void onBatchEnd(Run run, int step, Logs logs) {
      if (!Double.isFinite(logs.value("loss"))) {
        run.stop();
      }
    }
  }
}
