// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import io.fovea.Internal;
import io.fovea.error.FormatException;

/// How much may be made of one file: memory for whatever its parts announce, counted before it is
/// taken. All that is inflated, parsed or turned into numbers draws on the same budget, so nothing
/// small becomes large, by whichever way.
///
/// A file of n bytes may make `64 MiB + 16 n` of itself. What honest files make is far below: numbers
/// as they are stored make twice their bytes at most (the entry of an archive and the array), an
/// optimizer's zeros that were compressed a few times theirs.
///
/// Mutable; for one reading by one thread.
@Internal
public final class Budget {
  private static final long LEAST = 64L << 20;
  private static final int TIMES = 16;

  private final String file;
  private final long length;
  private long left;

  private Budget(String file, long length) {
    this.file = file;
    this.length = length;
    this.left = LEAST + TIMES * length;
  }

  /// @param file for messages
  /// @param length bytes of the file
  public static Budget of(String file, long length) {
    return new Budget(file, Math.clamp(length, 0, Long.MAX_VALUE / (2 * TIMES)));
  }

  /// Takes memory before it is used.
  ///
  /// @param bytes how many; not negative
  /// @throws FormatException if the file has made too much of itself
  public void take(long bytes) {
    if (bytes < 0 || bytes > left) {
      throw new FormatException(
          file,
          "contents that fit to a file of " + length + " bytes",
          "contents that would take more than " + (LEAST + TIMES * length) + " bytes of memory",
          Fixes.DAMAGED);
    }
    left -= bytes;
  }
}
