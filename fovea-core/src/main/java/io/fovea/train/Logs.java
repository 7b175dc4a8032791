// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/// Named numbers of an epoch or batch: `loss`, each metric, the same with `val_` for validation data.
///
/// @param values by name, sorted
public record Logs(SortedMap<String, Double> values) {
  /// Copies the map.
  public Logs {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /// No numbers.
  public static Logs empty() {
    return new Logs(new TreeMap<>());
  }

  /// These numbers and more; later ones win.
  public Logs with(Map<String, Double> more) {
    var all = new TreeMap<>(values);
    all.putAll(more);
    return new Logs(all);
  }

  /// These numbers and one more.
  public Logs with(String name, double value) {
    return with(Map.of(name, value));
  }

  /// The same numbers under longer names.
  public Logs prefixed(String prefix) {
    var all = new TreeMap<String, Double>();
    values.forEach((name, value) -> all.put(prefix + name, value));
    return new Logs(all);
  }

  /// One number, if it was taken.
  public OptionalDouble find(String name) {
    var value = values.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /// One number.
  ///
  /// @throws IllegalArgumentException if there is no such name
  public double value(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                name + ": expected one of " + values.keySet() + ".\n  Fix: check the name."));
  }
}
