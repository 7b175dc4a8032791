package io.fovea.bench;

import java.util.List;

/// A framework with a task prepared, ready to be timed; lives in a JVM of its own.
interface Contender {
  /// Name and version, e.g. "onnxruntime 1.29.0".
  String name();

  /// Does the task once: feeds a batch, computes, and takes the result.
  void run();

  /// What one run consists of, if the framework tells; else empty.
  List<Share> shares();

  /// Time of all steps of one kind within a run.
  ///
  /// @param kind e.g. "convolution"
  /// @param steps how many there are
  record Share(String kind, int steps, long nanos) {}
}
