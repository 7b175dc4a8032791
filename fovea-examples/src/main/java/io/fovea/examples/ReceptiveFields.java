// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.zoo.AlexNet.ALEXNET;

import io.fovea.train.SummaryStyle;

/// Section 1: a neuron reacts to a small part of the picture, its receptive field; the deeper its
/// layer, the larger the field.
public final class ReceptiveFields {
  private ReceptiveFields() {}

  /// Prints AlexNet with two columns: pixels that a neuron sees, pixels to the field of the next
  /// one.
  public static void main(String[] args) {
    var _ = Setting.of("ReceptiveFields", args);
    System.out.println(table());
  }

  static String table() {
    return ALEXNET
        .model()
        .withoutTop()
        .build()
        .summary(SummaryStyle.keras().terminal(120).withReceptiveField());
  }
}
