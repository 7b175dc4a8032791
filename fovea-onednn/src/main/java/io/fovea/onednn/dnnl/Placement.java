// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Where the elements of a tensor lie: what oneDNN answers about a descriptor. Nobody changes the
/// arrays.
final class Placement {
  private static final int ANY = 1;
  private static final int BLOCKED = 2;

  private static final int QUERY_RANK = 256;
  private static final int QUERY_DIMS = 257;
  private static final int QUERY_TYPE = 258;
  private static final int QUERY_OFFSET = 259;
  private static final int QUERY_PADDED_DIMS = 260;
  private static final int QUERY_FORMAT_KIND = 262;
  private static final int QUERY_BLOCK_COUNT = 263;
  private static final int QUERY_BLOCKS = 264;
  private static final int QUERY_BLOCK_AXES = 265;
  private static final int QUERY_STRIDES = 14;

  final long[] dims;
  final long[] strides;
  final long offset;
  private final long[] paddedDims;
  private final long[] blocks;
  private final long[] blockAxes;
  private final int kind;

  /// Asks the native descriptor at `pointer`.
  Placement(MemorySegment pointer, Marshal marshal) {
    int rank = int32(pointer, QUERY_RANK, marshal);
    kind = int32(pointer, QUERY_FORMAT_KIND, marshal);
    dims = array(pointer, QUERY_DIMS, rank, marshal);
    paddedDims = array(pointer, QUERY_PADDED_DIMS, rank, marshal);
    offset = int64(pointer, QUERY_OFFSET, marshal);
    boolean blocked = kind == BLOCKED;
    strides = blocked ? array(pointer, QUERY_STRIDES, rank, marshal) : new long[0];
    int blockCount = blocked ? int32(pointer, QUERY_BLOCK_COUNT, marshal) : 0;
    blocks = array(pointer, QUERY_BLOCKS, blockCount, marshal);
    blockAxes = array(pointer, QUERY_BLOCK_AXES, blockCount, marshal);
  }

  static DataType type(MemorySegment pointer, Marshal marshal) {
    return DataType.ofCode(int32(pointer, QUERY_TYPE, marshal));
  }

  /// Whether the layout is still open.
  boolean isAny() {
    return kind == ANY;
  }

  /// Whether strides alone say where an element lies.
  boolean isPlain() {
    return kind == BLOCKED && blocks.length == 0;
  }

  /// In oneDNN's letters: axes from slow to fast memory, capital if blocked, then the blocks; or
  /// `any`, or `opaque`.
  String letters() {
    if (isAny()) {
      return "any";
    }
    if (kind != BLOCKED) {
      return "opaque";
    }
    boolean[] blocked = new boolean[dims.length];
    StringBuilder inner = new StringBuilder();
    long[] outer = paddedDims.clone();
    for (int i = 0; i < blocks.length; i++) {
      int axis = (int) blockAxes[i];
      blocked[axis] = true;
      outer[axis] /= blocks[i];
      inner.append(blocks[i]).append((char) ('a' + axis));
    }
    String letters =
        LongStream.range(0, dims.length)
            .boxed()
            .sorted((a, b) -> {
              int i = a.intValue();
              int j = b.intValue();
              int byStride = Long.compare(strides[j], strides[i]);
              int bySize = Long.compare(outer[j], outer[i]);
              return byStride != 0 ? byStride : bySize;
            })
            .map(axis -> {
              char letter = (char) ('a' + axis.intValue());
              return String.valueOf(
                  blocked[axis.intValue()] ? Character.toUpperCase(letter) : letter);
            })
            .collect(Collectors.joining());
    return letters + inner + (offset == 0 ? "" : "+" + offset);
  }

  private static void query(MemorySegment pointer, int what, MemorySegment result) {
    Status.check(Dnnl.MEMORY_DESC_QUERY, f -> (int) f.invokeExact(pointer, what, result), what);
  }

  private static int int32(MemorySegment pointer, int what, Marshal marshal) {
    MemorySegment result = marshal.allocate(Long.BYTES);
    query(pointer, what, result);
    return result.get(ValueLayout.JAVA_INT, 0);
  }

  private static long int64(MemorySegment pointer, int what, Marshal marshal) {
    MemorySegment result = marshal.allocate(Long.BYTES);
    query(pointer, what, result);
    return result.get(ValueLayout.JAVA_LONG, 0);
  }

  private static long[] array(MemorySegment pointer, int what, int length, Marshal marshal) {
    if (length == 0) {
      return new long[0];
    }
    MemorySegment result = marshal.out();
    query(pointer, what, result);
    return result
        .get(Dnnl.PTR, 0)
        .reinterpret((long) length * Long.BYTES)
        .toArray(ValueLayout.JAVA_LONG);
  }
}
