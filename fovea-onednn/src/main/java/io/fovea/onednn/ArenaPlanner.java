// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives slots offsets in one arena so that no two that live at the same time overlap.
///
/// Greedy by size (Pisarchyk and Lee 2020, "Efficient memory management for deep neural net
/// inference"): the largest slot first, each into the tightest gap that its neighbours in time leave.
final class ArenaPlanner {
  private static final long ALIGNMENT = 64;

  /// Where everything goes.
  ///
  /// @param bytes size of the arena
  record Layout(Map<Slot, Long> offsets, long bytes) {
    Layout {
      offsets = Map.copyOf(offsets);
    }
  }

  private record Taken(Slot slot, long from, long to) {}

  private ArenaPlanner() {}

  static Layout lay(List<Slot> slots) {
    var bySize =
        slots.stream()
            .filter(Slot::isUsed)
            .sorted(Comparator.comparingLong(Slot::bytes).reversed())
            .toList();
    var offsets = new HashMap<Slot, Long>();
    var taken = new ArrayList<Taken>(); // by offset
    long end = 0;
    for (var slot : bySize) {
      long size = Math.ceilDiv(slot.bytes(), ALIGNMENT) * ALIGNMENT;
      long offset = tightestGap(slot, size, taken);
      offsets.put(slot, offset);
      insert(taken, new Taken(slot, offset, offset + size));
      end = Math.max(end, offset + size);
    }
    return new Layout(offsets, end);
  }

  private static long tightestGap(Slot slot, long size, List<Taken> taken) {
    long best = -1;
    long bestGap = Long.MAX_VALUE;
    long free = 0; // everything below is taken by neighbours in time
    for (var other : taken) {
      if (!other.slot().livesWith(slot)) {
        continue;
      }
      long gap = other.from() - free;
      if (gap >= size && gap < bestGap) {
        best = free;
        bestGap = gap;
      }
      free = Math.max(free, other.to());
    }
    return best >= 0 ? best : free;
  }

  private static void insert(List<Taken> taken, Taken next) {
    int at = taken.size();
    while (at > 0 && taken.get(at - 1).from() > next.from()) {
      at--;
    }
    taken.add(at, next);
  }
}
