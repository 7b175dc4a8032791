// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Sizes, element type and layout of a tensor: an immutable value, with nothing to close.
///
/// The *logical* order of axes is oneDNN's: `N, C, spatial...` for activations and
/// `[G,] O, I, spatial...` for weights, whatever the layout in memory is. [#channelsLast] and
/// [#kernel] take sizes in the order in which Fovea stores them and translate.
///
/// The content is the library's own serialized form, so any layout the library invents can be kept,
/// compared and used as part of a key.
public final class MemoryDesc {
  private static final int FORMAT_TAG_ANY = 1;

  private final byte[] blob;
  private final DataType type;
  private final Placement placement;
  private final long size;

  /// Copies the native descriptor at `pointer`, which stays with its owner.
  private MemoryDesc(MemorySegment pointer, Marshal marshal) {
    type = Placement.type(pointer, marshal);
    placement = new Placement(pointer, marshal);
    size = sizeOf(pointer);
    MemorySegment length = marshal.allocate(Long.BYTES);
    Status.check(
        Dnnl.MEMORY_DESC_GET_BLOB, f -> (int) f.invokeExact(MemorySegment.NULL, length, pointer));
    MemorySegment bytes = marshal.allocate(length.get(ValueLayout.JAVA_LONG, 0));
    Status.check(Dnnl.MEMORY_DESC_GET_BLOB, f -> (int) f.invokeExact(bytes, length, pointer));
    blob = bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  /// Copies a descriptor that belongs to a native object.
  static MemoryDesc copyOf(MemorySegment pointer) {
    try (Marshal marshal = new Marshal()) {
      return new MemoryDesc(pointer, marshal);
    }
  }

  // ---- activations and plain tensors

  /// A tensor stored channels last, sizes given as stored: `[N, spatial..., C]`.
  ///
  /// `channelsLast(F32, 16, 224, 224, 3)` has the logical sizes `[16, 3, 224, 224]`. With two
  /// sizes it is `[N, C]`.
  public static MemoryDesc channelsLast(DataType type, long... stored) {
    int rank = stored.length;
    if (rank < 2) {
      throw new IllegalArgumentException(
          "oneDNN: channels last expected sizes [N, spatial..., C], got "
              + Arrays.toString(stored)
              + ".");
    }
    int[] axes = new int[rank];
    axes[1] = rank - 1;
    for (int i = 2; i < rank; i++) {
      axes[i] = i - 1;
    }
    return stored(type, stored, axes);
  }

  /// A tensor in row-major order: the last axis is contiguous.
  public static MemoryDesc dense(DataType type, long... dims) {
    return strided(type, dims, rowMajor(dims));
  }

  /// A tensor with a stride, counted in elements, for every axis.
  public static MemoryDesc strided(DataType type, long[] dims, long[] strides) {
    if (dims.length != strides.length) {
      throw new IllegalArgumentException(
          "oneDNN: a strided tensor expected a stride for each of "
              + Arrays.toString(dims)
              + ", got "
              + Arrays.toString(strides)
              + ".");
    }
    try (Marshal marshal = new Marshal()) {
      int rank = dims.length;
      int code = type.code();
      MemorySegment nativeDims = marshal.dims(dims);
      MemorySegment nativeStrides = marshal.dims(strides);
      MemorySegment out = marshal.out();
      return created(
          marshal,
          Dnnl.MEMORY_DESC_CREATE_WITH_STRIDES,
          out,
          f -> (int) f.invokeExact(out, rank, nativeDims, code, nativeStrides),
          type,
          dims,
          strides);
    }
  }

  /// A tensor whose layout the primitive may choose; ask the primitive descriptor for the result.
  public static MemoryDesc any(DataType type, long... dims) {
    return tagged(type, FORMAT_TAG_ANY, dims);
  }

  // ---- weights

  /// Convolution weights stored as Keras stores them: `[spatial..., inputs / groups, outputs]`.
  ///
  /// Logical sizes are `[O, I, spatial...]` for one group, else `[G, O / G, I / G, spatial...]`.
  /// Depthwise weights `[kh, kw, C, M]` have the same memory as `[kh, kw, 1, C * M]` with `C`
  /// groups: pass those sizes.
  public static MemoryDesc kernel(DataType type, int groups, long... stored) {
    int spatial = stored.length - 2;
    if (spatial < 1) {
      throw new IllegalArgumentException(
          "oneDNN: a kernel expected sizes [spatial..., inputs, outputs], got "
              + Arrays.toString(stored)
              + ".");
    }
    long outputs = stored[spatial + 1];
    if (groups < 1 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "oneDNN: a kernel expected groups that divide its outputs, got "
              + groups
              + " groups and "
              + outputs
              + " outputs.");
    }
    if (groups == 1) {
      int[] axes = new int[spatial + 2];
      axes[0] = spatial + 1;
      axes[1] = spatial;
      for (int i = 0; i < spatial; i++) {
        axes[2 + i] = i;
      }
      return stored(type, stored, axes);
    }
    // [spatial..., I, G, O] as stored, since the outputs of one group are neighbours
    long[] split = Arrays.copyOf(stored, spatial + 3);
    split[spatial + 1] = groups;
    split[spatial + 2] = outputs / groups;
    int[] axes = new int[spatial + 3];
    axes[0] = spatial + 1;
    axes[1] = spatial + 2;
    axes[2] = spatial;
    for (int i = 0; i < spatial; i++) {
      axes[3 + i] = i;
    }
    return stored(type, split, axes);
  }

  /// Weights of the same logical sizes as [#kernel], in a layout that the primitive may choose.
  public static MemoryDesc anyKernel(DataType type, int groups, long... stored) {
    return kernel(type, groups, stored).toAny();
  }

  // ---- derived

  /// The same sizes and type, in a layout that the primitive may choose.
  public MemoryDesc toAny() {
    return any(type, placement.dims);
  }

  /// The same sizes and layout with another element type; for plain layouts and `any`.
  public MemoryDesc as(DataType other) {
    if (other == type) {
      return this;
    }
    if (isAny()) {
      return any(other, placement.dims);
    }
    if (!placement.isPlain() || placement.offset != 0) {
      throw new IllegalStateException(
          "oneDNN: only a plain layout can change its element type, not " + this + ".");
    }
    return strided(other, placement.dims, placement.strides);
  }

  /// The part of this tensor that begins at `offsets` and has the sizes `sizes`, in place.
  ///
  /// Its memory begins where the whole tensor begins: pass the address of the whole.
  public MemoryDesc slice(long[] sizes, long[] offsets) {
    try (Marshal marshal = new Marshal()) {
      MemorySegment parent = marshal.desc(this);
      MemorySegment nativeDims = marshal.dims(sizes);
      MemorySegment nativeOffsets = marshal.dims(offsets);
      MemorySegment out = marshal.out();
      return created(
          marshal,
          Dnnl.MEMORY_DESC_CREATE_SUBMEMORY,
          out,
          f -> (int) f.invokeExact(out, parent, nativeDims, nativeOffsets),
          this,
          sizes,
          offsets);
    }
  }

  /// The same memory seen with other sizes; fails where the layout does not allow it.
  public MemoryDesc reshape(long... sizes) {
    try (Marshal marshal = new Marshal()) {
      int rank = sizes.length;
      MemorySegment in = marshal.desc(this);
      MemorySegment nativeDims = marshal.dims(sizes);
      MemorySegment out = marshal.out();
      return created(
          marshal,
          Dnnl.MEMORY_DESC_RESHAPE,
          out,
          f -> (int) f.invokeExact(out, in, rank, nativeDims),
          this,
          sizes);
    }
  }

  /// The same memory with its axes in another order: axis `i` of the result is `axes[i]` of this.
  public MemoryDesc transpose(int... axes) {
    int[] targets = new int[axes.length]; // oneDNN names for each old axis its new place
    for (int i = 0; i < axes.length; i++) {
      targets[axes[i]] = i;
    }
    try (Marshal marshal = new Marshal()) {
      MemorySegment in = marshal.desc(this);
      MemorySegment permutation = marshal.ints(targets);
      MemorySegment out = marshal.out();
      return created(
          marshal,
          Dnnl.MEMORY_DESC_PERMUTE_AXES,
          out,
          f -> (int) f.invokeExact(out, in, permutation),
          this,
          Arrays.toString(axes));
    }
  }

  // ---- properties

  /// Type of the elements.
  public DataType type() {
    return type;
  }

  /// Number of axes.
  public int rank() {
    return placement.dims.length;
  }

  /// Logical sizes, in oneDNN's order.
  public long[] dims() {
    return placement.dims.clone();
  }

  /// Logical size of one axis.
  public long dim(int axis) {
    return placement.dims[axis];
  }

  /// Strides in elements (of blocks, if the layout has blocks); empty if the layout has none.
  public long[] strides() {
    return placement.strides.clone();
  }

  /// Number of elements, without padding.
  public long elements() {
    return Arrays.stream(placement.dims).reduce(1, Math::multiplyExact);
  }

  /// Bytes from the first to the last element, padding of blocks included; 0 for `any`.
  public long size() {
    return size;
  }

  /// Where the first element lies, counted in elements; not 0 for a slice.
  public long offset() {
    return placement.offset;
  }

  /// Whether the layout is still open.
  public boolean isAny() {
    return placement.isAny();
  }

  /// Whether this describes no tensor at all.
  boolean isEmpty() {
    return placement.dims.length == 0;
  }

  byte[] blob() {
    return blob;
  }

  /// Whether both describe the same layout, type and sizes, as the library sees it.
  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof MemoryDesc that)
        || type != that.type
        || size != that.size
        || !Arrays.equals(placement.dims, that.placement.dims)) {
      return false;
    }
    if (Arrays.equals(blob, that.blob)) {
      return true;
    }
    try (Marshal marshal = new Marshal()) {
      MemorySegment a = marshal.desc(this);
      MemorySegment b = marshal.desc(that);
      return Status.of(Dnnl.MEMORY_DESC_EQUAL, f -> (int) f.invokeExact(a, b)) != 0;
    }
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(placement.dims) + type.hashCode();
  }

  /// Type, sizes and layout: `f32 [16, 64, 56, 56] aBcd16b`; letters are axes from fast to slow
  /// memory last to first, capital if the axis is blocked.
  @Override
  public String toString() {
    return Library.nameOf(type) + " " + Arrays.toString(placement.dims) + " " + layout();
  }

  /// The layout in oneDNN's letters, `any`, or `opaque`.
  public String layout() {
    return placement.letters();
  }

  // ---- inside

  /// A tensor whose axis `i` is the axis `axes[i]` of row-major memory with the sizes `stored`.
  private static MemoryDesc stored(DataType type, long[] stored, int[] axes) {
    long[] all = rowMajor(stored);
    long[] dims = new long[axes.length];
    long[] strides = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      dims[i] = stored[axes[i]];
      strides[i] = all[axes[i]];
    }
    return strided(type, dims, strides);
  }

  private static long[] rowMajor(long[] dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, dims[i]);
    }
    return strides;
  }

  private static MemoryDesc tagged(DataType type, int tag, long... dims) {
    try (Marshal marshal = new Marshal()) {
      int rank = dims.length;
      int code = type.code();
      MemorySegment nativeDims = marshal.dims(dims);
      MemorySegment out = marshal.out();
      return created(
          marshal,
          Dnnl.MEMORY_DESC_CREATE_WITH_TAG,
          out,
          f -> (int) f.invokeExact(out, rank, nativeDims, code, tag),
          type,
          dims);
    }
  }

  private static MemoryDesc created(
      Marshal marshal,
      Dnnl.Function function,
      MemorySegment out,
      Status.Call call,
      Object... arguments) {
    Status.check(function, call, arguments);
    return new MemoryDesc(
        marshal.own("MemoryDesc", out.get(Dnnl.PTR, 0), Dnnl.MEMORY_DESC_DESTROY), marshal);
  }

  private static long sizeOf(MemorySegment pointer) {
    try {
      return (long) Dnnl.MEMORY_DESC_GET_SIZE.handle().invokeExact(pointer);
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }
}
