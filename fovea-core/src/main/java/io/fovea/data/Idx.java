// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.error.Reason;
import io.fovea.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// The IDX format of MNIST: two zero bytes, a type, the number of axes, their sizes (4 bytes each,
/// big-endian), then the values, row-major.
///
/// @param name of the file, for errors
/// @param shape all sizes
/// @param values unsigned bytes
record Idx(String name, Shape shape, byte[] values) {
  private static final int UNSIGNED_BYTE = 0x08;

  /// How many bytes a byte of gzip can stand for, at most.
  private static final int MOST_TIMES = 1032;

  /// Reads a file of unsigned bytes, packed with gzip or not.
  ///
  /// @param packed size of the file in bytes
  /// @param rank axes to expect: 3 for pictures, 1 for labels
  /// @throws DataException if it is damaged or something else, or too large for memory
  static Idx read(InputStream stream, String name, long packed, int rank) {
    try (var in = new DataInputStream(unpacked(stream))) {
      int magic = in.readInt();
      int expected = UNSIGNED_BYTE << 8 | rank;
      if (magic != expected) {
        throw new DataException(
            name,
            "the IDX magic number " + expected + " (bytes, " + rank + " axes)",
            String.valueOf(magic),
            rank == 1 ? "pass the file of labels here." : "pass the file of pictures here.");
      }
      int[] sizes = new int[rank];
      long total = 1;
      for (int i = 0; i < rank; i++) {
        sizes[i] = in.readInt();
        // sizes are at least 1, so a product that overflows is found before it does
        if (sizes[i] < 1 || (total *= sizes[i]) > Integer.MAX_VALUE - 8) {
          throw new DataException(
              name,
              "sizes of at least 1 and at most 2 GB in all",
              Arrays.toString(Arrays.copyOf(sizes, i + 1)),
              "get the file again; its header is damaged.");
        }
      }
      checkMemory(name, total, packed);
      byte[] values = new byte[(int) total];
      int found = in.readNBytes(values, 0, values.length);
      boolean more = found == total && in.read() >= 0;
      if (found < total || more) {
        throw damaged(name, total, more ? "more" : found + " values");
      }
      return new Idx(name, Shape.of(sizes), values);
    } catch (EOFException e) {
      throw unreadable(name, "a file that is cut off", e);
    } catch (IOException e) {
      throw unreadable(name, "a damaged file (" + Reason.of(e) + ")", e);
    }
  }

  /// A header may say anything: memory is taken only for what a file of this size can hold.
  private static void checkMemory(String name, long total, long packed) {
    if (total / MOST_TIMES > packed) {
      throw damaged(name, total, "a file of " + packed + " bytes");
    }
    long memory = Runtime.getRuntime().maxMemory();
    if (total > memory / 2) {
      throw new DataException(
          name,
          "values that fit in half of the memory, which is " + (memory >> 20) + " MB",
          (total >> 20) + " MB",
          "give Java more memory with -Xmx, or cut the file into smaller ones.");
    }
  }

  private static DataException damaged(String name, long total, String got) {
    return new DataException(
        name, total + " values, as the header says", got, "get the file again; it is damaged.");
  }

  private static InputStream unpacked(InputStream stream) throws IOException {
    var in = new BufferedInputStream(stream, 1 << 16);
    in.mark(2);
    boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
  }

  private static DataException unreadable(String name, String got, IOException cause) {
    return new DataException(
        name, "a complete IDX file", got, "get the file again; a part of it is missing.", cause);
  }

  /// Grey pictures and their labels as a data set of examples `[H, W, 1]`, without classes.
  static Dataset dataset(Idx images, Idx labels) {
    int count = images.shape.get(0);
    if (count != labels.shape.get(0)) {
      throw new DataException(
          labels.name,
          count + " labels, as many as " + images.name + " has pictures",
          labels.shape.get(0) + " labels",
          "take both files from the same set.");
    }
    Shape example = images.shape.slice(1, 3).then(Shape.of(1));
    return Dataset.from(new InMemory.Bytes(example, images.values, labels.values));
  }
}
