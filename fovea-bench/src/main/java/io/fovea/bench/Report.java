// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured, for people and for machines.
///
/// @param figures Fovea's first
record Report(Task task, List<Figures> figures, Profile profile) {
  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;
  private static final double MEGABYTE = 1e6;
  private static final double PERCENT = 100;

  /// Copies the list.
  Report {
    figures = List.copyOf(figures);
  }

  /// As a table.
  ///
  /// @param steps how many of the slowest primitives to list
  void print(PrintStream out, int steps) {
    print(
        out,
        "%s, %s, float32, batch %d, %d processors%n",
        task.network(),
        task.job().word(),
        task.batch(),
        Runtime.getRuntime().availableProcessors());
    print(
        out,
        "%-20s %10s %12s %12s %6s %8s%n",
        "",
        "images/s",
        "median ms",
        "best ms",
        "runs",
        "GFLOP/s");
    for (var f : figures) {
      print(
          out,
          "%-20s %10.1f %12.3f %12.3f %6d %8.1f%n",
          f.name(),
          f.imagesPerSecond(),
          f.medianMillis(),
          f.bestMillis(),
          f.nanos().size(),
          f.gflops());
    }
    ratios().forEach((peer, ratio) -> print(out, "%.2f x the images/s of %s%n", ratio, peer));
    printMemory(out);
    printShares(out);
    for (var part : profile.slowest(steps)) {
      print(
          out,
          "%8.3f ms  %s %s, %s%n",
          part.nanos() / MILLI,
          part.path(),
          part.kind(),
          part.implementation());
    }
  }

  private void printMemory(PrintStream out) {
    var memory = profile.memory();
    print(
        out,
        "memory: arena %.1f MB, %.2f of the %.1f MB that all intermediates add up to; prepared"
            + " weights %.1f MB%n",
        memory.arena() / MEGABYTE,
        reuse(),
        memory.values() / MEGABYTE,
        memory.prepared() / MEGABYTE);
  }

  private void printShares(PrintStream out) {
    for (var share : profile.shares()) {
      print(
          out,
          "%6.1f %% %10.3f ms %5d x %s%n",
          share.part() * PERCENT,
          share.nanos() / MILLI,
          share.steps(),
          share.kind());
    }
    print(
        out,
        "%6.1f %% of the primitives' time in convolutions%n",
        profile.convolutions() * PERCENT);
    print(
        out,
        "a run %.3f ms, its primitives %.3f ms: %.0f microseconds beyond them%n",
        profile.run() / MILLI,
        profile.primitives() / MILLI,
        profile.overhead() / MICRO);
    if (task.job() == Task.Job.TRAIN) {
      print(
          out,
          "a step of fit %.3f ms: %.0f microseconds beyond them%n",
          profile.fit() / MILLI,
          profile.fitOverhead() / MICRO);
    }
  }

  private static void print(PrintStream out, String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
  }

  /// As one line of JSON.
  String json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("results", figures.stream().map(Figures::fields).toList());
    fields.put("ratios", ratios());
    fields.put("convolution_share", profile.convolutions());
    fields.put("shares", profile.shares().stream().map(Report::fields).toList());
    fields.put("run_ms", profile.run() / MILLI);
    fields.put("primitives_ms", profile.primitives() / MILLI);
    if (task.job() == Task.Job.TRAIN) {
      fields.put("fit_step_ms", profile.fit() / MILLI);
    }
    fields.put("arena_mb", profile.memory().arena() / MEGABYTE);
    fields.put("arena_share", reuse());
    try {
      return Worker.JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> fields(Profile.Share share) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", share.kind());
    fields.put("steps", share.steps());
    fields.put("ms", share.nanos() / MILLI);
    fields.put("share", share.part());
    return fields;
  }

  /// Fovea's images per second over each peer's.
  private Map<String, Double> ratios() {
    var ratios = new LinkedHashMap<String, Double>();
    for (var peer : figures.subList(1, figures.size())) {
      ratios.put(
          peer.name().split(" ")[0], figures.getFirst().imagesPerSecond() / peer.imagesPerSecond());
    }
    return ratios;
  }

  private double reuse() {
    return (double) profile.memory().arena() / profile.memory().values();
  }
}
