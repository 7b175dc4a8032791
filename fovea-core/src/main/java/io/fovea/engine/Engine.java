// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine;

import io.fovea.graph.Graph;

/// Compiles graphs to plans. One per process; threads may share it.
public interface Engine {
  /// Short name for `-Dfovea.engine=`: "onednn", "reference".
  String name();

  /// Probes without throwing or logging.
  Availability availability();

  /// Larger wins when the user does not choose.
  int priority();

  /// Makes a plan for a graph whose shapes are all known and whose phases are resolved.
  ///
  /// Moves the graph's variables to where this engine wants them. The plan's native memory is freed
  /// when the plan is closed or, at the latest, when it becomes unreachable.
  ///
  /// @throws io.fovea.error.EngineException if the engine cannot run the graph
  Plan compile(Graph graph);
}
