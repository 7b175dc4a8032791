// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.Args;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where a run of `fit` stands, beyond what the model knows itself: what [Fit#resuming] goes on from.
///
/// @param epoch under way, from 0
/// @param step steps done in it
/// @param steps of an epoch
/// @param event what was being told to the callbacks
/// @param waiting keys of the callbacks that have not heard of it
/// @param logs of the epoch if it is at its end, else empty
/// @param notes that callbacks have made for these logs
/// @param counts sums of loss and metrics in this epoch
/// @param memories what callbacks remember, by key: the name of their class, numbered if there are
///     several
public record Progress(
    int epoch,
    int step,
    int steps,
    Event event,
    List<String> waiting,
    Logs logs,
    Logs notes,
    Memory counts,
    SortedMap<String, Memory> memories) {
  /// What happens to an epoch.
  public enum Event {
    /// It begins.
    BEGIN,
    /// A step is done.
    STEP,
    /// It ends.
    END
  }

  /// Checks the counts; copies list and map.
  public Progress {
    Args.notNegative("progress.epoch", epoch);
    Args.positive("progress.steps", steps);
    Args.notNegative("progress.step", step);
    waiting = List.copyOf(waiting);
    memories = Collections.unmodifiableSortedMap(new TreeMap<>(memories));
  }
}
