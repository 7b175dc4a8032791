// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Layer;

/// A network of the zoo: feature maps of a picture, and a top that can be exchanged.
///
/// @param <A> the family
@CheckReturnValue
public interface Architecture<A extends Architecture<A>> extends Layer {
  /// What stands on the last feature maps.
  Top top();

  /// The network with another top.
  A top(Top top);

  /// This network on its way to a model, with published weights if wanted.
  ///
  /// ```java
  /// Model base = XCEPTION.model().weights(IMAGENET).withoutTop().build();
  /// ```
  ///
  /// @throws IllegalArgumentException if it is not one of [Zoo#entries()]
  default Draft model() {
    return Zoo.draft(this);
  }

  /// For another number of classes.
  default A classes(int count) {
    return top(new Top.Classes(count));
  }

  /// Ends in the last feature maps.
  default A withoutTop() {
    return top(Top.NONE);
  }

  /// Ends in the mean of each of the last feature maps.
  default A avgPooled() {
    return top(new Top.Pooled(false));
  }

  /// Ends in the largest value of each of the last feature maps.
  default A maxPooled() {
    return top(new Top.Pooled(true));
  }
}
