// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.augment.Augmentation;
import io.fovea.augment.RandomAffine;
import io.fovea.error.Args;
import java.util.List;
import java.util.Optional;

/// How a network is trained unless the user says otherwise.
///
/// @param phases at least one, each goes on where the one before ended
/// @param batch examples per step
/// @param validation share of the training data that is held back to choose the best epoch, from 0
///     to below 1, where the data has no part for it; with 0 the epoch of the lowest training loss
///     is the best one
/// @param augmentation how training pictures are varied
@CheckReturnValue
record RecipeSettings(
    List<PhaseSettings> phases, int batch, double validation, Optional<Augmentation> augmentation) {
  /// LeNet-5 on digits: small shifts, turns and changes of size, as in handwriting.
  static final RecipeSettings LENET =
      new RecipeSettings(
          List.of(new PhaseSettings(40, Rule.ADAMW, 3e-3, 0.05, 0, false, true, 0)),
          32,
          0.05,
          Optional.of(
              RandomAffine.IDENTITY
                  .maxShift(0.1)
                  .maxTurnDegrees(12)
                  .maxShear(0.15)
                  .scale(0.85, 1.15)));

  /// Any other network from scratch: nothing is assumed about what pictures show.
  static final RecipeSettings PLAIN =
      of(new PhaseSettings(10, Rule.ADAMW, 1e-3, 0, 0, false, true, 0));

  private static final int MOST_PHASES = 100;
  private static final int MOST_BATCH = 1 << 20;

  /// Checks the numbers and copies the list.
  RecipeSettings {
    Args.within("phases", phases.size(), 1, MOST_PHASES);
    Args.within("batch", batch, 1, MOST_BATCH);
    Args.check(
        validation >= 0 && validation < 1,
        "validation",
        "a share from 0 to below 1",
        validation,
        "pass e.g. 0.1.");
    phases = List.copyOf(phases);
  }

  /// One phase, pictures as they are.
  static RecipeSettings of(PhaseSettings phase) {
    return new RecipeSettings(List.of(phase), 32, 0.1, Optional.empty());
  }

  /// The recipe for a network of the zoo with random values, on a data set.
  static RecipeSettings of(String model, DataSource data) {
    boolean digits = List.of("mnist10k", "mnist").contains(data.name());
    return model.startsWith("lenet5") && digits ? LENET : PLAIN;
  }

  RecipeSettings phases(List<PhaseSettings> phases) {
    return new RecipeSettings(phases, batch, validation, augmentation);
  }

  RecipeSettings batch(int batch) {
    return new RecipeSettings(phases, batch, validation, augmentation);
  }

  RecipeSettings validation(double validation) {
    return new RecipeSettings(phases, batch, validation, augmentation);
  }

  RecipeSettings augmentation(Optional<Augmentation> augmentation) {
    return new RecipeSettings(phases, batch, validation, augmentation);
  }

  /// Passes over the training data, all phases together.
  int epochs() {
    return epochsBefore(phases.size());
  }

  /// Passes over the training data before a phase.
  int epochsBefore(int phase) {
    return phases.subList(0, phase).stream().mapToInt(PhaseSettings::epochs).sum();
  }
}
