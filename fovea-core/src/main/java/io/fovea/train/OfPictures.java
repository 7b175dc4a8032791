// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.augment.Preprocessing;
import io.fovea.data.InputSpec;
import io.fovea.error.FormatException;
import java.util.Map;

/// What a [Model] knows about the pictures it takes, and what is saved with it.
public sealed interface OfPictures permits Model {
  /// What else belongs to the model and is saved with it, e.g. its class names or how its pictures
  /// are prepared; empty unless somebody said so.
  Map<String, String> metadata();

  /// Replaces what else belongs to the model.
  Model replaceMetadata(Map<String, String> entries);

  /// How pictures are prepared for this model; [Preprocessing#UNIT], which is nothing, unless
  /// somebody said so.
  ///
  /// ```java
  /// model.predict(model.preprocessing().apply(pictures));
  /// model.fit(photos.map(model.preprocessing()), epochs(5));
  /// ```
  default Preprocessing preprocessing() {
    return InputSpec.preprocessing(metadata()).orElse(Preprocessing.UNIT);
  }

  /// Notes how pictures are to be prepared; saved with the model.
  default Model prepareWith(Preprocessing preprocessing) {
    return Noted.takesPictures((Model) this)
        ? noteInput(inputSpec().preprocessing(preprocessing))
        : replaceMetadata(InputSpec.noted(preprocessing, metadata()));
  }

  /// How pictures are brought to this model, and what its classes are called: what it noted when it
  /// was trained, or what holds where nobody said otherwise, see [InputSpec#of].
  ///
  /// @throws io.fovea.error.ShapeException unless the network takes pictures
  /// @throws FormatException if the note is damaged
  default InputSpec inputSpec() {
    return InputSpec.of(metadata(), Noted.picture((Model) this));
  }

  /// Notes how pictures are brought to this model, and what its classes are called; saved with it in
  /// every format. `fit` does so by itself where nobody has yet named the classes.
  default Model noteInput(InputSpec spec) {
    return replaceMetadata(spec.notedIn(metadata()));
  }
}
