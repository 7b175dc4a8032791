// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/// All that a run left, but for what the clock says: in `run.json` when it was started, how long it
/// took and where it lies; in `.keras` files the entry with the date.
final class RunContents {
  private static final List<String> TIMES = List.of("seconds", "images_per_second", "run");

  private RunContents() {}

  /// Contents by file, and by entry for models.
  static Map<String, String> of(Path run) throws IOException {
    var all = new TreeMap<String, String>();
    try (var files = Files.walk(run)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        add(all, run.relativize(file).toString(), file);
      }
    }
    return all;
  }

  private static void add(Map<String, String> all, String name, Path file) throws IOException {
    if (name.endsWith(".keras") || name.endsWith(".fovea")) {
      try (var zip = new ZipFile(file.toFile())) {
        for (var entry : zip.stream().filter(e -> !e.getName().equals("metadata.json")).toList()) {
          try (var in = zip.getInputStream(entry)) {
            all.put(name + ": " + entry.getName(), hash(in.readAllBytes()));
          }
        }
      }
    } else if (name.equals("run.json")) {
      var facts = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
      facts.remove("started");
      if (facts.get("metrics") instanceof ObjectNode metrics) {
        metrics.remove(TIMES);
      }
      all.put(name, facts.toPrettyString());
    } else if (name.endsWith(".csv")) {
      all.put(name, Files.readString(file));
    } else {
      all.put(name, hash(Files.readAllBytes(file)));
    }
  }

  private static String hash(byte[] bytes) {
    return bytes.length + " bytes, " + Arrays.hashCode(bytes);
  }
}
