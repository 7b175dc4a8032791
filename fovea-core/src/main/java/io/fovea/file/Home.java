// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import io.fovea.Internal;
import io.fovea.error.DataException;
import java.nio.file.Path;

/// The user's own folder, below which caches are; not everybody has one, e.g. in a container.
@Internal
public final class Home {
  private Home() {}

  /// The folder.
  ///
  /// @param knob what names the place of files that would have gone there
  /// @throws DataException if this user has none
  public static Path folder(String knob) {
    return folder(System.getProperty("user.home", ""), knob);
  }

  /// @param home as Java says it: `?` for users without one
  static Path folder(String home, String knob) {
    var folder = Path.of(home);
    if (!folder.isAbsolute()) {
      throw new DataException(
          "cache", "a home folder", "none for this user", "name a place with " + knob + ".");
    }
    return folder;
  }
}
