// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.util.Objects;

/// What runs, for reports.
final class Versions {
  private Versions() {}

  /// The version in the manifest of the jar; "development" where there is no jar.
  static String fovea() {
    return Objects.requireNonNullElse(
        Versions.class.getPackage().getImplementationVersion(), "development");
  }

  /// Version and vendor of the Java virtual machine.
  static String java() {
    return Runtime.version() + " (" + System.getProperty("java.vendor", "unknown vendor") + ")";
  }

  /// Name and architecture of the system.
  static String system() {
    return System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "");
  }
}
