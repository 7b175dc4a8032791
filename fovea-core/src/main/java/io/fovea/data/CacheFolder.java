// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.file.Download;
import io.fovea.file.Home;
import io.fovea.file.RemoteFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Where downloaded files are kept.
///
/// The first of: the system property `fovea.cache`, the environment variable `FOVEA_CACHE`, and
/// the folder `fovea` in the system's place for caches.
final class CacheFolder {
  static final String PROPERTY = "fovea.cache";
  private static final String KNOB = "-D" + PROPERTY + "= or FOVEA_CACHE";

  private CacheFolder() {}

  /// The folder `data/<name>` in the cache; it need not exist yet.
  static Path of(String name) {
    return root().resolve("data").resolve(name);
  }

  /// A published file, in the folder `data/<name>` of the cache.
  static Path fetch(RemoteFile file, String name) {
    return Download.fetch(file, of(name), Download.Settings.of(KNOB));
  }

  private static Path root() {
    return property(PROPERTY)
        .or(() -> variable("FOVEA_CACHE"))
        .map(Path::of)
        .orElseGet(() -> systemCaches().resolve("fovea"));
  }

  private static Path systemCaches() {
    String system = property("os.name").orElse("").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return variable("LOCALAPPDATA")
          .map(Path::of)
          .orElseGet(() -> home().resolve("AppData/Local"));
    }
    if (system.startsWith("mac")) {
      return home().resolve("Library/Caches");
    }
    return variable("XDG_CACHE_HOME").map(Path::of).orElseGet(() -> home().resolve(".cache"));
  }

  private static Path home() {
    return Home.folder(KNOB);
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
