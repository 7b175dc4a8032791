// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.formats.Budget;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Numbers that lie in an HDF5 file as blocks, compressed or not. A block has the size that its sizes
/// say, whatever it would inflate to.
final class H5Chunks {
  private static final int SHUFFLE = 2;
  private static final int CHECKSUM = 3;
  private static final int CHECKSUM_BYTES = 4;
  private static final int LZF_LENGTH = 2; // where LZF's settings tell the length

  private final ChunkedDataset dataset;
  private final int[] sizes;
  private final int[] chunk;
  private final int element;
  private final int chunkBytes;
  private final Budget budget;

  /// @param element bytes of a number
  H5Chunks(ChunkedDataset dataset, int element, Budget budget) {
    this.dataset = dataset;
    this.sizes = dataset.getDimensions();
    this.chunk = dataset.getChunkDimensions();
    this.element = element;
    this.budget = budget;
    if (chunk.length != sizes.length || Arrays.stream(chunk).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException("blocks of another shape");
    }
    this.chunkBytes = Math.multiplyExact(product(chunk), element);
  }

  private static int product(int... factors) {
    return Arrays.stream(factors).reduce(1, Math::multiplyExact);
  }

  /// All numbers, row-major.
  ///
  /// @param bytes of all numbers, which the budget has paid
  ByteBuffer read(int bytes) {
    var all = new byte[bytes];
    var offset = new int[sizes.length];
    while (true) {
      budget.take(chunkBytes);
      copy(decoded(stored(offset)), all, offset);
      int axis = sizes.length - 1;
      while (axis >= 0 && (offset[axis] += chunk[axis]) >= sizes[axis]) {
        offset[axis--] = 0;
      }
      if (axis < 0) {
        return ByteBuffer.wrap(all);
      }
    }
  }

  /// The bytes of a block as they are stored. The library says by a text alone that there are none.
  private byte[] stored(int[] offset) {
    ByteBuffer buffer;
    try {
      buffer = dataset.getRawChunkBuffer(offset);
    } catch (HdfException e) {
      if (String.valueOf(e.getMessage()).startsWith("No chunk with offset")) {
        throw H5Feature.unwritten();
      }
      throw e;
    }
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /// Copies what of a block lies inside, row by row.
  private void copy(byte[] from, byte[] to, int[] offset) {
    int last = sizes.length - 1;
    int length = Math.min(chunk[last], sizes[last] - offset[last]) * element;
    int rows = product(Arrays.copyOf(chunk, last));
    for (int row = 0; row < rows; row++) {
      int at = 0;
      int rest = row;
      boolean inside = true;
      for (int axis = last - 1, stride = sizes[last]; axis >= 0; axis--) {
        int place = offset[axis] + rest % chunk[axis];
        inside &= place < sizes[axis];
        at += place * stride;
        rest /= chunk[axis];
        stride *= sizes[axis];
      }
      if (inside) {
        System.arraycopy(
            from, row * chunk[last] * element, to, (at + offset[last]) * element, length);
      }
    }
  }

  // ---- compression -----------------------------------------------------------------------------

  private byte[] decoded(byte[] stored) {
    var bytes = stored;
    for (var filter : dataset.getFilters().reversed()) {
      bytes = decoded(bytes, filter);
    }
    if (bytes.length < chunkBytes) {
      throw new IllegalArgumentException("a block that is too short");
    }
    return bytes;
  }

  private byte[] decoded(byte[] bytes, PipelineFilterWithData filter) {
    return switch (filter.getId()) {
      case 1 -> inflated(bytes);
      case SHUFFLE -> together(bytes, filter.getFilterData()[0]);
      case CHECKSUM -> Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECKSUM_BYTES));
      default -> {
        int[] settings = filter.getFilterData();
        if (filter.getName().equals("lzf") && settings[LZF_LENGTH] <= chunkBytes) {
          // a block that does not get smaller is stored as it is
          yield bytes.length == settings[LZF_LENGTH]
              ? bytes
              : Lzf.inflate(bytes, settings[LZF_LENGTH]);
        }
        throw H5Feature.filter(filter.getName());
      }
    };
  }

  private byte[] inflated(byte[] bytes) {
    var whole = new byte[chunkBytes + CHECKSUM_BYTES]; // a checksum may have come first
    var inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      int length = inflater.inflate(whole);
      if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
        throw new IllegalArgumentException("a block that inflates to more than it holds");
      }
      return Arrays.copyOf(whole, length);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException(e);
    } finally {
      inflater.end();
    }
  }

  /// Undoes the shuffle that puts all first bytes of numbers first, then all second ones, and so on.
  private static byte[] together(byte[] bytes, int width) {
    int count = bytes.length / width;
    var numbers = bytes.clone(); // what is left over at the end stays
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < width; k++) {
        numbers[i * width + k] = bytes[k * count + i];
      }
    }
    return numbers;
  }
}
