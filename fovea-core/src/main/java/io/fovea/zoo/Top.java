// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.globalMaxPool2d;

import io.fovea.error.Args;
import io.fovea.nn.Node;

/// What stands on the last feature maps of a network.
public sealed interface Top {
  /// The feature maps themselves.
  Top NONE = new Maps();

  /// The thousand classes of ImageNet.
  Top IMAGENET = new Classes(1000);

  /// Classes, by whatever the paper puts on the maps.
  record Classes(int count) implements Top {
    /// Checks the number.
    public Classes {
      Args.positive("classes", count);
    }
  }

  /// See [#NONE].
  record Maps() implements Top {}

  /// One number per map: its mean, or its largest value.
  record Pooled(boolean largest) implements Top {}

  /// The usual top: pooled maps, and probabilities for classes, under Keras' names.
  default Node on(Node maps) {
    return switch (this) {
      case Maps _ -> maps;
      case Pooled(boolean largest) ->
          largest
              ? maps.then("max_pool", globalMaxPool2d())
              : maps.then("avg_pool", globalAvgPool2d());
      case Classes(int count) ->
          maps.then("avg_pool", globalAvgPool2d()).then("predictions", dense(count).softmax());
    };
  }
}
