// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The texts of attributes in an HDF5 file, each once, in collections of the global heap. Mutable.
final class H5Texts {
  /// Bytes of a reference to a text: length, collection, index.
  static final int REFERENCE = 16;

  private static final int LEAST = 4096;
  private static final int HEADER = 16;
  private static final int MOST_TEXTS = 60_000;

  /// Where a text lies.
  private record Spot(long collection, int index) {}

  private final long at;
  private final Map<String, Spot> spots = new LinkedHashMap<>();
  private final List<ByteBuffer> collections = new ArrayList<>();

  /// @param at where the first collection will lie
  H5Texts(long at) {
    this.at = at;
  }

  /// Gives every text of a group and of those below it a place.
  void collect(H5Group root) {
    var texts = new LinkedHashSet<String>();
    gather(root, texts);
    var all = List.copyOf(texts);
    for (int from = 0; from < all.size(); from += MOST_TEXTS) {
      collection(all.subList(from, Math.min(all.size(), from + MOST_TEXTS)));
    }
  }

  private static void gather(H5Group group, Set<String> texts) {
    for (var attribute : group.attributes().values()) {
      switch (attribute) {
        case H5Group.Attribute.Text(var text) -> texts.add(text);
        case H5Group.Attribute.Bytes(var text) -> texts.add(text);
        case H5Group.Attribute.Texts(var list) -> texts.addAll(list);
        case H5Group.Attribute.Fields _, H5Group.Attribute.Nothing _ -> {}
      }
    }
    for (var member : group.members().values()) {
      if (member instanceof H5Group below) {
        gather(below, texts);
      }
    }
  }

  private void collection(List<String> texts) {
    int needed = HEADER;
    for (String text : texts) {
      needed += HEADER + H5Messages.padded(H5Group.utf8(text).length);
    }
    int size = Math.max(LEAST, needed);
    long start = at + bytes();
    var b = H5Messages.buffer(size);
    b.put("GCOL".getBytes(StandardCharsets.US_ASCII)).putInt(1).putLong(size);
    for (int i = 0; i < texts.size(); i++) {
      byte[] letters = H5Group.utf8(texts.get(i));
      int next = b.position() + HEADER + H5Messages.padded(letters.length);
      b.putShort((short) (i + 1))
          .putShort((short) 0)
          .putInt(0)
          .putLong(letters.length)
          .put(letters);
      b.position(next);
      spots.put(texts.get(i), new Spot(start, i + 1));
    }
    if (b.remaining() >= HEADER) {
      int free = b.remaining();
      b.putLong(0).putLong(free);
    }
    collections.add(b);
  }

  long bytes() {
    return collections.stream().mapToLong(ByteBuffer::capacity).sum();
  }

  byte[] toBytes() {
    var all = ByteBuffer.allocate(Math.toIntExact(bytes()));
    collections.forEach(collection -> all.put(collection.array()));
    return all.array();
  }

  /// Writes a reference to a text that was collected.
  void refer(ByteBuffer b, String text) {
    var spot = Objects.requireNonNull(spots.get(text));
    b.putInt(H5Group.utf8(text).length).putLong(spot.collection()).putInt(spot.index());
  }
}
