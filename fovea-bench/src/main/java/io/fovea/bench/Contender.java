// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

/// A framework with a task prepared, ready to be timed; lives in a JVM of its own.
interface Contender {
  /// Name and version, e.g. "onnxruntime 1.29.0".
  String name();

  /// Does the task once: feeds a batch, computes, and takes the result.
  void run();
}
