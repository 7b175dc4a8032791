// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// The examples that could not be read so far, each with its sentence.
///
/// Mutable, shared by all data sets derived from one, safe for any number of threads.
final class Skipped {
  private static final System.Logger LOG = System.getLogger(Dataset.class.getName());

  /// How many examples in a row may be unreadable before something else must be wrong.
  static final int MOST_IN_A_ROW = 100;

  private final ConcurrentSkipListMap<Integer, String> sentences = new ConcurrentSkipListMap<>();

  /// Whether a problem lies in the example's data; mistakes in the steps of a pipeline do not.
  static boolean isOfData(RuntimeException problem) {
    return problem instanceof DataException
        && (problem.getCause() instanceof DataException
            || problem.getCause() instanceof IOException);
  }

  /// Notes an example, and logs it when it is new.
  void add(int example, RuntimeException problem) {
    String sentence = String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    if (sentences.putIfAbsent(example, sentence) == null) {
      LOG.log(System.Logger.Level.WARNING, "{0} Skipped, {1} so far.", sentence, sentences.size());
    }
  }

  /// In the order of the examples.
  List<String> sentences() {
    return List.copyOf(sentences.values());
  }
}
