// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.tensor.Shape;
import java.util.List;

/// Where examples come from: a numbered row of [Inputs] of one shape, with their labels.
///
/// To be defined by whoever has data of a kind of his own; [Dataset#from] takes it.
public non-sealed interface Source extends Inputs {
  /// Name of each class, in the order of their numbers; empty if the labels are not class numbers.
  default List<String> classNames() {
    return List.of();
  }

  /// Shape of one label; a single number unless said otherwise.
  default Shape labelShape() {
    return Shape.scalar();
  }

  /// The label of an example, known without reading the example. Of a label of several numbers, the
  /// position of the largest: the class, if labels are rows of zeros and a one.
  float label(int example);

  /// Writes all numbers of a label into `target`, row-major from position `at` on, without
  /// allocating. To be defined by sources whose labels have a shape.
  default void readLabel(int example, float[] target, int at) {
    target[at] = label(example);
  }
}
