// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine;

import java.util.List;

/// A graph made ready to run over and over: everything is allocated, a run allocates nothing.
///
/// For one thread at a time.
public interface Plan extends AutoCloseable {
  /// Feeds an input.
  ///
  /// @param input position in [io.fovea.graph.Graph#inputs()]
  /// @param values row-major; only the first `elements of the input` are read
  void feed(int input, float[] values);

  /// Runs every step once.
  ///
  /// @param key key of this run's random numbers, see [io.fovea.tensor.Rng#key()]
  void run(long key);

  /// Copies an output.
  ///
  /// @param output position in [io.fovea.graph.Graph#outputs()]
  /// @param target receives the values, row-major, from index 0
  void fetch(int output, float[] target);

  /// Bytes of everything the plan holds, known before the first run.
  Memory memory();

  /// What a run is made of, in order; with times if the last run was measured.
  List<Part> parts();

  /// Runs once and takes the time of each part.
  List<Part> profile(long key);

  /// Frees native memory now instead of when unreachable. Closing twice does nothing.
  @Override
  void close();

  /// Memory of a plan, in bytes.
  ///
  /// @param arena all intermediate values together, after reuse
  /// @param values the same without any reuse
  /// @param prepared values derived from variables alone, kept between runs
  /// @param scratch working memory of the primitives
  record Memory(long arena, long values, long prepared, long scratch) {
    /// What the plan really holds.
    public long total() {
      return arena + prepared + scratch;
    }
  }

  /// One piece of a run.
  ///
  /// @param path the layer it belongs to
  /// @param kind the op or primitive, e.g. "convolution"
  /// @param implementation what the engine chose, e.g. "brgconv:avx512_core"
  /// @param nanos time in the measured run, 0 if not measured
  record Part(String path, String kind, String implementation, long nanos) {}
}
