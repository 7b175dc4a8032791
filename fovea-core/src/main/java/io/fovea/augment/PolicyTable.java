// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static io.fovea.augment.PolicyStep.AUTO_CONTRAST;
import static io.fovea.augment.PolicyStep.COLOR;
import static io.fovea.augment.PolicyStep.CONTRAST;
import static io.fovea.augment.PolicyStep.EQUALIZE;
import static io.fovea.augment.PolicyStep.INVERT;
import static io.fovea.augment.PolicyStep.POSTERIZE;
import static io.fovea.augment.PolicyStep.ROTATE;
import static io.fovea.augment.PolicyStep.SHARPNESS;
import static io.fovea.augment.PolicyStep.SHEAR_X;
import static io.fovea.augment.PolicyStep.SOLARIZE;

import java.util.List;

/// Pairs of changes with probability and strength.
final class PolicyTable {
  private PolicyTable() {}

  /// One change of a pair.
  record Entry(PolicyStep step, double probability, double magnitude) {
    Augmentation drawn(boolean negative) {
      return step.at(magnitude, negative).sometimes(probability);
    }
  }

  /// Two changes, one after the other.
  record Pair(Entry first, Entry second) {}

  private static Pair pair(
      PolicyStep first, double often, int strong, PolicyStep second, double often2, int strong2) {
    return new Pair(new Entry(first, often, strong), new Entry(second, often2, strong2));
  }

  /// AutoAugment, table 9.
  static final List<Pair> IMAGENET =
      List.of(
          pair(POSTERIZE, 0.4, 8, ROTATE, 0.6, 9),
          pair(SOLARIZE, 0.6, 5, AUTO_CONTRAST, 0.6, 5),
          pair(EQUALIZE, 0.8, 8, EQUALIZE, 0.6, 3),
          pair(POSTERIZE, 0.6, 7, POSTERIZE, 0.6, 6),
          pair(EQUALIZE, 0.4, 7, SOLARIZE, 0.2, 4),
          pair(EQUALIZE, 0.4, 4, ROTATE, 0.8, 8),
          pair(SOLARIZE, 0.6, 3, EQUALIZE, 0.6, 7),
          pair(POSTERIZE, 0.8, 5, EQUALIZE, 1.0, 2),
          pair(ROTATE, 0.2, 3, SOLARIZE, 0.6, 8),
          pair(EQUALIZE, 0.6, 8, POSTERIZE, 0.4, 6),
          pair(ROTATE, 0.8, 8, COLOR, 0.4, 0),
          pair(ROTATE, 0.4, 9, EQUALIZE, 0.6, 2),
          pair(EQUALIZE, 0.0, 7, EQUALIZE, 0.8, 8),
          pair(INVERT, 0.6, 4, EQUALIZE, 1.0, 8),
          pair(COLOR, 0.6, 4, CONTRAST, 1.0, 8),
          pair(ROTATE, 0.8, 8, COLOR, 1.0, 2),
          pair(COLOR, 0.8, 8, SOLARIZE, 0.8, 7),
          pair(SHARPNESS, 0.4, 7, INVERT, 0.6, 8),
          pair(SHEAR_X, 0.6, 5, EQUALIZE, 1.0, 9),
          pair(COLOR, 0.4, 0, EQUALIZE, 0.6, 3),
          pair(EQUALIZE, 0.4, 7, SOLARIZE, 0.2, 4),
          pair(SOLARIZE, 0.6, 5, AUTO_CONTRAST, 0.6, 5),
          pair(INVERT, 0.6, 4, EQUALIZE, 1.0, 8),
          pair(COLOR, 0.6, 4, CONTRAST, 1.0, 8),
          pair(EQUALIZE, 0.8, 8, EQUALIZE, 0.6, 3));
}
