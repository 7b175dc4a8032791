// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Writes groups as an HDF5 file of the oldest kind, which is what h5py writes unless told otherwise
/// and what every reader reads: superblock 0, groups as symbol tables, numbers in one piece.
///
/// All places are fixed first; then everything is written front to back, so that large weights need
/// no copy. "HDF5 File Format Specification", version 1.1. Writes the same bytes each time.
public final class H5Writer {
  private static final long NOWHERE = -1;
  private static final int SUPERBLOCK = 96;
  private static final int LEAF = 8; // entries of a symbol table node: 2 x 4
  private static final int FANOUT = 32; // children of a B-tree node: 2 x 16
  private static final int NODE = 24 + 8 * (2 * FANOUT + 1);
  private static final int ENTRY = 40;
  private static final int LEAF_BYTES = 8 + LEAF * ENTRY;
  private static final int CHUNK = 1 << 16;

  /// Something with a place in the file.
  private record Piece(long bytes, Content content) {}

  /// Writes its own bytes, exactly as many as it announced.
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Where a member's header lies and, for groups, its tree and its names.
  private record Place(long header, long tree, long names) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final H5Texts texts = new H5Texts(SUPERBLOCK);
  private long end;

  private H5Writer(H5Group root) {
    texts.collect(root);
    end = SUPERBLOCK;
    stream(texts.bytes(), out -> out.write(texts.toBytes()));
    var place = group(root);
    pieces.addFirst(new Piece(SUPERBLOCK, out -> out.write(superblock(place))));
  }

  /// A file that can be written, and how many bytes it has.
  public static H5Writer of(H5Group root) {
    return new H5Writer(root);
  }

  public long bytes() {
    return end;
  }

  public void writeTo(OutputStream out) throws IOException {
    for (var piece : pieces) {
      piece.content().writeTo(out);
    }
  }

  private long stream(long bytes, Content content) {
    long at = end;
    pieces.add(new Piece(bytes, content));
    end += bytes;
    return at;
  }

  private long add(int bytes, Consumer<ByteBuffer> content) {
    return stream(
        bytes,
        out -> {
          var buffer = H5Messages.buffer(bytes);
          content.accept(buffer);
          out.write(buffer.array());
        });
  }

  private byte[] superblock(Place root) {
    var b = H5Messages.buffer(SUPERBLOCK);
    b.put((byte) 0x89).put("HDF\r\n".getBytes(StandardCharsets.US_ASCII));
    b.put((byte) 0x1a).put((byte) '\n');
    b.putInt(0).put((byte) 0).put((byte) 8).put((byte) 8).put((byte) 0); // versions 0, 8-byte sizes
    b.putShort((short) (LEAF / 2)).putShort((short) (FANOUT / 2)).putInt(0);
    b.putLong(0).putLong(NOWHERE).putLong(end).putLong(NOWHERE);
    entry(b, 0, root);
    return b.array();
  }

  /// An entry of a symbol table.
  private static void entry(ByteBuffer b, long name, Place place) {
    boolean isGroup = place.tree() != NOWHERE;
    b.putLong(name).putLong(place.header()).putInt(isGroup ? 1 : 0).putInt(0);
    b.putLong(isGroup ? place.tree() : 0).putLong(isGroup ? place.names() : 0);
  }

  // ---- groups --------------------------------------------------------------------------------

  private Place group(H5Group group) {
    var names = group.members().keySet().stream().map(H5Group::utf8).toList();
    var places = group.members().values().stream().map(this::member).toList();
    long[] offsets = new long[names.size()];
    int length = 8; // the empty name
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = length;
      length += H5Messages.padded(names.get(i).length + 1);
    }
    int segment = length;
    long letters = end + 32;
    long heap = add(32, b -> heapHeader(b, segment, letters));
    add(segment, b -> names(b, names, offsets));
    long tree = tree(places, offsets);
    var messages = new H5Messages();
    messages.add(H5Messages.SYMBOLS, 16, b -> b.putLong(tree).putLong(heap));
    group.attributes().forEach((name, value) -> messages.attribute(name, value, texts));
    return new Place(add(messages.bytes(), messages::writeTo), tree, heap);
  }

  private Place member(H5Member member) {
    return switch (member) {
      case H5Group group -> group(group);
      case H5Member.Floats(var shape, var values) -> {
        long bytes = shape.elements() * Float.BYTES;
        long data = stream(bytes, out -> floats(values.get(), shape, out));
        align();
        yield numbers(shape, H5Messages.FLOAT32, data, bytes);
      }
      case H5Member.Count count -> {
        int bytes = count.bytes();
        long data =
            add(
                8,
                b ->
                    b.putLong(
                        bytes == 8 ? count.value() : Integer.toUnsignedLong((int) count.value())));
        var type = bytes == 8 ? H5Messages.INT64 : H5Messages.INT32;
        yield numbers(Shape.scalar(), type, data, bytes);
      }
    };
  }

  private void align() {
    int rest = (int) (H5Messages.padded(end) - end);
    if (rest > 0) {
      add(rest, _ -> {});
    }
  }

  private Place numbers(Shape shape, byte[] type, long data, long bytes) {
    var messages = new H5Messages();
    messages.space(shape);
    messages.add(H5Messages.TYPE, type.length, b -> b.put(type));
    messages.add(H5Messages.FILL, 8, b -> b.put(new byte[] {2, 2, 2, 1}).putInt(0));
    messages.add(
        H5Messages.LAYOUT, 24, b -> b.put((byte) 3).put((byte) 1).putLong(data).putLong(bytes));
    return new Place(add(messages.bytes(), messages::writeTo), NOWHERE, NOWHERE);
  }

  private static void floats(float[] values, Shape shape, OutputStream out) throws IOException {
    if (values.length != shape.elements()) {
      throw new IllegalStateException(values.length + " values for shape " + shape);
    }
    var buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK / Float.BYTES) {
      int part = Math.min(CHUNK / Float.BYTES, values.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(values, from, part);
      out.write(buffer.array(), 0, part * Float.BYTES);
    }
  }

  private static void heapHeader(ByteBuffer b, int segment, long letters) {
    b.put("HEAP".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    b.putLong(segment).putLong(1).putLong(letters); // 1: nothing free
  }

  private static void names(ByteBuffer b, List<byte[]> names, long[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      b.put((int) offsets[i], names.get(i));
    }
  }

  /// Leaves of eight entries, above them nodes of 32 children until one is left.
  private long tree(List<Place> places, long[] offsets) {
    var children = new ArrayList<Long>();
    var last = new ArrayList<Long>(); // offset of the last name below each child
    for (int from = 0; from < offsets.length; from += LEAF) {
      int first = from;
      int count = Math.min(LEAF, offsets.length - from);
      children.add(add(LEAF_BYTES, b -> leaf(b, places, offsets, first, count)));
      last.add(offsets[from + count - 1]);
    }
    for (int level = 0; ; level++) {
      int height = level;
      var nodes = new ArrayList<Long>();
      var ends = new ArrayList<Long>();
      int count = Math.max(1, Math.ceilDiv(children.size(), FANOUT));
      long base = end;
      for (int node = 0; node < count; node++) {
        int from = node * FANOUT;
        int to = Math.min(children.size(), from + FANOUT);
        long before = from == 0 ? 0 : last.get(from - 1);
        var below = List.copyOf(children.subList(from, to));
        var keys = List.copyOf(last.subList(from, to));
        long left = node == 0 ? NOWHERE : base + (long) (node - 1) * NODE;
        long right = node == count - 1 ? NOWHERE : base + (long) (node + 1) * NODE;
        nodes.add(add(NODE, b -> node(b, height, left, right, before, below, keys)));
        ends.add(keys.isEmpty() ? 0L : keys.getLast());
      }
      if (count == 1) {
        return nodes.getFirst();
      }
      children.clear();
      children.addAll(nodes);
      last.clear();
      last.addAll(ends);
    }
  }

  private static void leaf(ByteBuffer b, List<Place> places, long[] offsets, int from, int count) {
    b.put("SNOD".getBytes(StandardCharsets.US_ASCII));
    b.put((byte) 1).put((byte) 0).putShort((short) count);
    for (int i = from; i < from + count; i++) {
      entry(b, offsets[i], places.get(i));
    }
  }

  private static void node(
      ByteBuffer b,
      int level,
      long left,
      long right,
      long before,
      List<Long> below,
      List<Long> keys) {
    b.put("TREE".getBytes(StandardCharsets.US_ASCII));
    b.put((byte) 0).put((byte) level).putShort((short) below.size());
    b.putLong(left).putLong(right).putLong(before);
    for (int i = 0; i < below.size(); i++) {
      b.putLong(below.get(i)).putLong(keys.get(i));
    }
  }
}
