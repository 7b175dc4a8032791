// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine;

import java.util.Map;

/// Whether an engine can run here, and if not, why not, in a sentence for the user.
///
/// @param available whether it can run
/// @param version version of the engine or of its native library; empty if unknown
/// @param reason why it cannot run, with a fix; empty if it can
/// @param facts what `doctor` shows: instruction set, threads, path of the library, ...
public record Availability(
    boolean available, String version, String reason, Map<String, String> facts) {
  /// Copies the map.
  public Availability {
    facts = Map.copyOf(facts);
  }
}
