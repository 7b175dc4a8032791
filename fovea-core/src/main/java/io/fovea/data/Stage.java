// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.augment.Augmentation;
import io.fovea.augment.Preprocessing;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// One change on an example's way from its source to the batch.
///
/// @param change what is done
/// @param shape shape of the example afterwards
/// @param trainingOnly whether evaluation leaves it out
record Stage(Augmentation change, Shape shape, boolean trainingOnly) {
  /// How pictures become what is behind these steps; empty if an [InputSpec] cannot say so: it has
  /// room for one preprocessing. Who prepares numbers of unknown origin says that they are from 0 to 1.
  static Optional<InputSpec> inputSpec(Inputs inputs, List<Stage> stages) {
    var lasting = stages.stream().filter(stage -> !stage.trainingOnly()).toList();
    if (lasting.isEmpty()) {
      return inputs.inputSpec();
    }
    var picture = inputs.exampleShape();
    var spec =
        inputs
            .inputSpec()
            .or(() -> Optional.of(picture).filter(InputSpec::isPicture).map(InputSpec::of))
            .filter(unit -> unit.preprocessing() == Preprocessing.UNIT);
    return lasting.size() == 1 && lasting.getFirst().change() instanceof Preprocessing last
        ? spec.map(unit -> unit.preprocessing(last))
        : Optional.empty();
  }
}
