// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What came out for one contender.
///
/// @param name and version of the framework
/// @param nanos time of each run, ascending
/// @param macs multiply-adds of a run
record Figures(String name, Task task, List<Long> nanos, long macs) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  double medianMillis() {
    return nanos.get(nanos.size() / 2) / NANOS_PER_MILLI;
  }

  double bestMillis() {
    return nanos.getFirst() / NANOS_PER_MILLI;
  }

  double imagesPerSecond() {
    return task.batch() * NANOS_PER_SECOND / nanos.get(nanos.size() / 2);
  }

  /// Billions of additions and multiplications per second.
  double gflops() {
    return 2.0 * macs / nanos.get(nanos.size() / 2);
  }

  /// For machines.
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    int space = name.indexOf(' ');
    fields.put("framework", name.substring(0, space));
    fields.put("version", name.substring(space + 1));
    fields.put("model", task.network());
    fields.put("job", task.job().word());
    fields.put("precision", "float32");
    fields.put("batch", task.batch());
    fields.put("images_per_second", imagesPerSecond());
    fields.put("median_ms", medianMillis());
    fields.put("best_ms", bestMillis());
    fields.put("runs", nanos.size());
    fields.put("gflops", gflops());
    return fields;
  }
}
