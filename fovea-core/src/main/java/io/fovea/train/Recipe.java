// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.data.Dataset;
import io.fovea.error.Args;
import io.fovea.loss.Loss;
import io.fovea.metric.Metric;
import io.fovea.optim.Optimizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How a network is trained, phase after phase: for transfer learning a new head on a frozen base
/// first, then, slowly, both.
///
/// ```java
/// Model flowers = base.then(globalAvgPool2d(), dense(5).softmax());
/// Recipe.of(
///         Phase.head(sgd(0.2).momentum(0.9), epochs(5)).cached(),
///         Phase.whole(sgd(0.002).momentum(0.9), epochs(10).validation(valid)))
///     .keptIn(Path.of("flowers-run"))
///     .run(flowers, train);
/// ```
///
/// The network ends as it was after its best epoch of all phases: the first metric decides, between
/// equals the loss, those of validation where there is one. A phase that is validated on something
/// else than the one before begins with the best epoch so far, measured anew. One that is not
/// validated at all does so, too, and its epochs are measured on the training data, which takes a pass
/// each. Batch normalization of the base uses its moving statistics and leaves them as they are,
/// unless a phase says [Phase#trainStatistics].
///
/// @param phases at least one, each goes on where the one before ended
/// @param loss what it lowers; what the network's last layer says if empty, see
///     [Model#compile(Optimizer)]
/// @param metrics what it reports, with a loss
/// @param folder where states are kept from which training goes on; nowhere if empty
/// @param bestFile where the network is saved after each epoch that is better than all before; if
///     empty, in the folder as `best.fovea`, or in memory
/// @param endsWithBest whether the network ends as after its best epoch, rather than after its last
/// @param countsStart whether what the network is before training counts like an epoch
/// @param watcher hears how it goes on
@CheckReturnValue
public record Recipe(
    List<Phase> phases,
    Optional<Loss> loss,
    List<Metric> metrics,
    Optional<Path> folder,
    Optional<Path> bestFile,
    boolean endsWithBest,
    boolean countsStart,
    Watcher watcher) {
  private static final int MOST_PHASES = 100;

  /// Hears how a recipe goes on, and may end it.
  public interface Watcher {
    /// A phase begins.
    ///
    /// @param number from 0
    /// @param resumes whether in its middle, where an earlier run was stopped
    default void onPhase(int number, boolean resumes) {}

    /// So many examples have gone through the base; throwing ends the recipe.
    ///
    /// @param what `features`, or `validation features`
    default void onFeatures(String what, int done, int all) {}

    /// A state was saved.
    default void onSaved(Path state) {}

    /// Whether no other phase is to begin; the state is saved then. A callback that stops `fit` ends a
    /// phase only.
    default boolean stopped() {
      return false;
    }
  }

  /// What came out.
  ///
  /// @param model the network that was trained
  /// @param histories of the phases that were run, epochs before a resumed run left out
  /// @param best number of the best epoch over all phases, from 0; empty if none has ended, or none was
  ///     better than the start where that counts
  /// @param sound whether loss and parameters were numbers to the end; if not, phases that were to
  ///     follow were left out
  public record Result(Model model, List<History> histories, OptionalInt best, boolean sound) {
    /// Copies the list.
    public Result {
      histories = List.copyOf(histories);
    }
  }

  /// Checks the number of phases and copies the lists.
  public Recipe {
    Args.given("recipe.phases", phases);
    Args.given("recipe.folder", folder);
    Args.given("recipe.bestFile", bestFile);
    Args.given("recipe.watcher", watcher);
    Args.within("recipe.phases", phases.size(), 1, MOST_PHASES);
    Args.check(
        loss.isPresent() || metrics.isEmpty(),
        "recipe.metrics",
        "a loss with the metrics",
        "metrics alone",
        "call loss(loss, metrics...), or leave both to the network's last layer.");
    phases = List.copyOf(phases);
    metrics = List.copyOf(metrics);
  }

  /// One phase after the other.
  public static Recipe of(Phase... phases) {
    return new Recipe(
        List.of(phases),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        true,
        false,
        new Watcher() {});
  }

  /// Lowers this loss and reports these metrics, whatever the network's last layer says.
  public Recipe loss(Loss loss, Metric... metrics) {
    return new Recipe(
        phases,
        Optional.of(loss),
        List.of(metrics),
        folder,
        bestFile,
        endsWithBest,
        countsStart,
        watcher);
  }

  /// Keeps the state in a folder, after each epoch and at least every minute. If there is one already,
  /// training goes on from it: with the same network, data and phases as if it had never stopped, to
  /// the same bits. What is in memory only, as a callback's own fields, begins anew, see
  /// [Callback#memory].
  ///
  /// @param folder made if it is not there, but not the folder around it
  public Recipe keptIn(Path folder) {
    return new Recipe(
        phases, loss, metrics, Optional.of(folder), bestFile, endsWithBest, countsStart, watcher);
  }

  /// Saves the network to this file after each epoch that is better than all before.
  public Recipe bestIn(Path file) {
    return new Recipe(
        phases, loss, metrics, folder, Optional.of(file), endsWithBest, countsStart, watcher);
  }

  /// Ends with the last epoch; the best one is that of the lowest loss, and only kept. Takes back
  /// [#startCounts].
  public Recipe endWithLast() {
    return new Recipe(phases, loss, metrics, folder, bestFile, false, false, watcher);
  }

  /// Measures the network before training, too, and ends with what it was then if no epoch is better: for
  /// a network that knows already what it is to learn. Takes back [#endWithLast].
  public Recipe startCounts() {
    return new Recipe(phases, loss, metrics, folder, bestFile, true, true, watcher);
  }

  /// Tells somebody how it goes on.
  public Recipe watchedBy(Watcher watcher) {
    return new Recipe(phases, loss, metrics, folder, bestFile, endsWithBest, countsStart, watcher);
  }

  /// Trains a network, which is compiled by the last phase in the end.
  ///
  /// @throws IllegalArgumentException if a phase wants a base and the network begins with no model
  /// @throws io.fovea.error.FormatException if the folder has a state of another network
  @CanIgnoreReturnValue
  public Result run(Model model, Dataset data) {
    return new RecipeRun(this, model, data).run();
  }

  /// Passes over the data before a phase.
  ///
  /// @param phase its number; that of all phases for all passes
  public int epochsBefore(int phase) {
    return phases.subList(0, phase).stream().mapToInt(before -> before.fit().epochs()).sum();
  }

  Optional<Path> keptBest() {
    return bestFile.or(() -> folder.map(kept -> kept.resolve("best.fovea")));
  }

  Optional<PhaseStates> states() {
    return folder.map(PhaseStates::new);
  }

  void compile(Model model, Optimizer optimizer) {
    loss.ifPresentOrElse(
        chosen -> model.compile(optimizer, chosen, metrics.toArray(Metric[]::new)),
        () -> model.compile(optimizer));
  }
}
