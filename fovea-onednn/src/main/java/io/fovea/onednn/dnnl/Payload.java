// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// The libraries of the class path, as files that can be loaded.
///
/// They are kept in the cache. If that cannot be used safely they are unpacked into a temporary
/// folder that only this user can enter, and removed when this is closed: the system keeps what a
/// process has loaded.
///
/// @param files in the order in which they must be loaded; empty if the class path has none
/// @param temporary the folder to remove
record Payload(List<Path> files, Optional<Path> temporary) implements AutoCloseable {
  /// Version this binding was written for; used when the payload hides its own.
  private static final String VERSION = "3.13-1.5.14";

  static Payload open(Platform platform) throws IOException {
    ClassLoader loader = Payload.class.getClassLoader();
    List<URL> resources = new ArrayList<>();
    for (String file : platform.files()) {
      URL resource = loader.getResource(platform.resourceFolder() + file);
      if (resource == null) {
        return new Payload(List.of(), Optional.empty());
      }
      resources.add(resource);
    }
    try {
      Path folder = cacheRoot().resolve("dnnl-" + version(loader) + "-" + platform);
      return new Payload(unpacked(resources, platform, folder), Optional.empty());
    } catch (IOException | RuntimeException e) {
      Payload payload = temporary(resources, platform);
      System.getLogger(Payload.class.getName())
          .log(
              Level.WARNING,
              "oneDNN: expected a cache folder that this user alone can write, got {0}; its library"
                  + " is unpacked anew by every start.\n  Fix: name such a folder with -D{1}=.",
              Natives.text(e),
              Natives.CACHE_PROPERTY);
      return payload;
    }
  }

  private static Payload temporary(List<URL> resources, Platform platform) throws IOException {
    Path folder = Files.createTempDirectory("fovea-dnnl-");
    try {
      return new Payload(unpacked(resources, platform, folder), Optional.of(folder));
    } catch (IOException | RuntimeException e) {
      new Payload(List.of(), Optional.of(folder)).close();
      throw e;
    }
  }

  private static List<Path> unpacked(List<URL> resources, Platform platform, Path folder)
      throws IOException {
    NativeCache cache = NativeCache.open(folder.toAbsolutePath());
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < resources.size(); i++) {
      files.add(cache.unpack(resources.get(i), platform.files().get(i)));
    }
    return List.copyOf(files);
  }

  private static String version(ClassLoader loader) throws IOException {
    try (InputStream in =
        loader.getResourceAsStream("META-INF/maven/org.bytedeco/dnnl/pom.properties")) {
      if (in == null) {
        return VERSION;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", VERSION);
    }
  }

  /// The folder below which libraries are unpacked.
  private static Path cacheRoot() throws IOException {
    String property = System.getProperty(Natives.CACHE_PROPERTY, "");
    if (!property.isBlank()) {
      return Path.of(property);
    }
    String variable = Natives.environment("FOVEA_CACHE");
    if (!variable.isBlank()) {
      return Path.of(variable);
    }
    Path home = Path.of(System.getProperty("user.home", ""));
    if (!home.isAbsolute()) { // Java says "?" for users without one
      throw new NoSuchFileException("no home folder");
    }
    String platform = Platform.current().name();
    if (platform.startsWith("windows")) {
      String local = Natives.environment("LOCALAPPDATA");
      return (local.isBlank() ? home.resolve("AppData/Local") : Path.of(local)).resolve("fovea");
    }
    if (platform.startsWith("macosx")) {
      return home.resolve("Library/Caches/fovea");
    }
    String xdg = Natives.environment("XDG_CACHE_HOME");
    return (xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("fovea");
  }

  /// Removes a temporary folder; on Windows, which keeps loaded files, when the process ends.
  @Override
  public void close() throws IOException {
    if (temporary.isEmpty()) {
      return;
    }
    Path folder = temporary.get();
    folder.toFile().deleteOnExit();
    try (var left = Files.list(folder)) {
      for (Path file : left.toList()) {
        if (!file.toFile().delete()) {
          file.toFile().deleteOnExit();
        }
      }
    }
    Files.deleteIfExists(folder);
  }
}
