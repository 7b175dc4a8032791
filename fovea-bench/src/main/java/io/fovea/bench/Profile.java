// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import io.fovea.engine.Plan;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Where the time of a run goes. Everything here was measured in the same seconds, whole runs and
/// runs taken apart in turn, since a machine is not always equally fast.
///
/// @param run nanoseconds of a whole run, the median
/// @param fit nanoseconds of a step of `fit` with its data in memory, the median; 0 when not training
/// @param macs multiply-adds of a run
/// @param memory what the plan holds
/// @param parts primitives in order, with the median time of each
record Profile(long run, long fit, long macs, Plan.Memory memory, List<Plan.Part> parts) {
  /// Copies the list.
  Profile {
    parts = List.copyOf(parts);
  }

  /// Time of all steps of one kind.
  ///
  /// @param kind e.g. "convolution"
  /// @param steps how many there are
  /// @param part of the time of all steps, 0 to 1
  record Share(String kind, int steps, long nanos, double part) {}

  /// Nanoseconds of all primitives together.
  long primitives() {
    return nanos(parts);
  }

  /// What a whole run takes beyond its primitives, in nanoseconds.
  long overhead() {
    return run - primitives();
  }

  /// What a step of `fit` takes beyond its primitives, in nanoseconds.
  long fitOverhead() {
    return fit - primitives();
  }

  /// Kinds of primitives, the longest first.
  List<Share> shares() {
    return parts.stream().collect(Collectors.groupingBy(Plan.Part::kind)).entrySet().stream()
        .map(kind -> share(kind.getKey(), kind.getValue()))
        .sorted(Comparator.comparing(Share::nanos).reversed())
        .toList();
  }

  /// The share of all kinds of convolution, 0 to 1.
  double convolutions() {
    return shares().stream()
        .filter(share -> share.kind().startsWith("convolution"))
        .mapToDouble(Share::part)
        .sum();
  }

  /// Single primitives, the longest first.
  List<Plan.Part> slowest(int count) {
    return parts.stream()
        .sorted(Comparator.comparing(Plan.Part::nanos).reversed())
        .limit(count)
        .toList();
  }

  private Share share(String kind, List<Plan.Part> steps) {
    long nanos = nanos(steps);
    return new Share(kind, steps.size(), nanos, (double) nanos / primitives());
  }

  private static long nanos(List<Plan.Part> parts) {
    return parts.stream().mapToLong(Plan.Part::nanos).sum();
  }
}
