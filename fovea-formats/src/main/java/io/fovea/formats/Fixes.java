// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import io.fovea.Internal;

/// What to do about a file that cannot be read, for the `Fix:` line of errors.
@Internal
public final class Fixes {
  /// The bytes are not what was saved.
  public static final String DAMAGED = "save the model again; the file is damaged or no model.";

  /// A name or version is not known here.
  public static final String NEWER =
      "load it with the version of Fovea that saved it, or a newer one.";

  private Fixes() {}
}
