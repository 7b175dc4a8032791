// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jhdf.GlobalHeap;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.AttributeMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Texts of attributes, each of which may lie in a heap that many share: a short list of references
/// can name the same long text again and again, so each is paid for. All are read as UTF-8, also those
/// that the file calls ASCII: Python's bytes, as which Keras writes the names of layers.
///
/// Mutable: heaps are read once. For one thread.
final class H5Strings {
  private static final int REFERENCE = 16; // length, place of the heap, number in it
  private static final int PER_TEXT = 64;
  private static final int PER_HEAP_BYTE = 8;
  private static final long MOST_HEAPS = 16 << 20;

  private final H5Storage storage;
  private final Map<Long, GlobalHeap> heaps = new HashMap<>();
  private long heapBytes;

  H5Strings(H5Storage storage) {
    this.storage = storage;
  }

  /// The texts of an attribute, flat; empty if it holds something else.
  Optional<List<String>> texts(AttributeMessage attribute) {
    var data = attribute.getDataBuffer();
    if (attribute.getDataSpace().getTotalLength() == 0 || data == null) {
      return Optional.of(List.of());
    }
    return switch (attribute.getDataType()) {
      case VariableLength type when type.isVariableLengthString() ->
          Optional.of(references(type, data));
      case StringData type -> Optional.of(fields(type, data));
      default -> Optional.empty();
    };
  }

  private List<String> fields(StringData type, ByteBuffer data) {
    int count = data.remaining() / type.getSize();
    storage.budget().take((long) count * PER_TEXT + 2L * data.remaining());
    var texts = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      var field = data.slice(data.position() + i * type.getSize(), type.getSize());
      type.getStringPaddingHandler().setBufferLimit(field);
      texts.add(UTF_8.decode(field).toString());
    }
    return texts;
  }

  private List<String> references(VariableLength type, ByteBuffer data) {
    if (type.getSize() != REFERENCE || storage.getSizeOfOffsets() != Long.BYTES) {
      throw new UnsupportedHdfException("references of other sizes");
    }
    var texts = new ArrayList<String>();
    data.order(ByteOrder.LITTLE_ENDIAN);
    while (data.remaining() >= REFERENCE) {
      data.getInt(); // the text's length, which the heap knows too
      long address = data.getLong();
      int index = data.getInt();
      var text = index == 0 ? ByteBuffer.allocate(0) : heap(address).getObjectData(index);
      storage.budget().take(PER_TEXT + 2L * text.remaining());
      texts.add(UTF_8.decode(text).toString());
    }
    return texts;
  }

  private GlobalHeap heap(long address) {
    var known = heaps.get(address);
    if (known == null) {
      long bytes = storage.map(address, REFERENCE).getLong(Long.BYTES);
      heapBytes += Math.clamp(bytes, 0, MOST_HEAPS + 1);
      if (heapBytes > MOST_HEAPS) {
        throw new IllegalArgumentException("too many texts");
      }
      storage.budget().take(PER_HEAP_BYTE * Math.max(0, bytes));
      known = new GlobalHeap(storage, address);
      heaps.put(address, known);
    }
    return known;
  }
}
