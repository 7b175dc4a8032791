// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.util.List;

/// What training gave, epoch by epoch.
///
/// @param epochs the numbers of each epoch, in order; of one that was cut short those of the steps
///     that it had, without validation
public record History(List<Logs> epochs) {
  /// Copies the list.
  public History {
    epochs = List.copyOf(epochs);
  }

  /// One number over all epochs, e.g. `val_accuracy`.
  public List<Double> values(String name) {
    return epochs.stream().map(logs -> logs.value(name)).toList();
  }

  /// Whether training went wrong: a loss was NaN or infinite.
  public boolean diverged() {
    return epochs.stream()
        .flatMap(logs -> logs.values().entrySet().stream())
        .anyMatch(e -> e.getKey().endsWith("loss") && !Double.isFinite(e.getValue()));
  }

  /// The numbers of the last epoch; empty if there was none.
  public Logs last() {
    return epochs.isEmpty() ? Logs.empty() : epochs.getLast();
  }

  /// A small table, one line per epoch; of more than 20 epochs the first and the last 10.
  @Override
  public String toString() {
    return HistoryTable.of(epochs);
  }
}
