// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import io.fovea.error.Args;
import io.fovea.nn.Layer;

/// Layers of one's own that files may hold.
///
/// ```java
/// LayerTypes.register("ChannelScale", ChannelScale.class);
/// ```
///
/// Whoever saves and whoever loads must have registered the layer under the same name. Threads may
/// share it.
public final class LayerTypes {
  private LayerTypes() {}

  /// Lets files hold layers of this type.
  ///
  /// @param name stable in files; none that Fovea or somebody else uses
  /// @param type a record of numbers, words, lists and other such records, or an enum
  public static void register(String name, Class<? extends Layer> type) {
    Args.check(
        type.isRecord() || type.isEnum(),
        "LayerTypes.register",
        "a record or an enum",
        type.getName(),
        "write the layer as a record.");
    Types.register(name, type);
  }
}
