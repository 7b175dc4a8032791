// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.engine.Engine;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// A model's plans on one engine: for each kind of job the last few batch sizes, whose plans are made
/// on first use and closed when another takes their place.
///
/// Mutable, for one thread at a time.
final class Plans {
  /// What a plan does.
  enum Kind {
    TRAIN,
    EVALUATE,
    PREDICT
  }

  private static final int KEPT = 4;

  private final Engine engine;
  private final Map<Kind, LinkedHashMap<Integer, Job>> jobs = new EnumMap<>(Kind.class);

  Plans(Engine engine) {
    this.engine = engine;
    for (var kind : Kind.values()) {
      jobs.put(kind, new LinkedHashMap<>(2 * KEPT, 0.75f, true));
    }
  }

  Engine engine() {
    return engine;
  }

  /// The plan for a batch size.
  ///
  /// @param graph what it does, asked only if there is none yet
  Job of(Kind kind, int batch, Supplier<JobGraph> graph) {
    var known = Objects.requireNonNull(jobs.get(kind)); // the constructor made one for each
    var job = known.get(batch);
    if (job != null) {
      return job;
    }
    if (known.size() == KEPT) {
      known.pollFirstEntry().getValue().close(); // first, so that its memory serves the next
    }
    var made = new Job(graph.get(), engine);
    known.put(batch, made);
    return made;
  }

  /// Closes them all.
  void forget() {
    for (var known : jobs.values()) {
      known.values().forEach(Job::close);
      known.clear();
    }
  }
}
