// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import io.fovea.error.FormatException;
import io.fovea.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The header of a group or of numbers in an HDF5 file: a list of messages. Mutable.
final class H5Messages {
  static final int SPACE = 1;
  static final int TYPE = 3;
  static final int FILL = 5;
  static final int LAYOUT = 8;
  static final int ATTRIBUTE = 12;
  static final int SYMBOLS = 17;

  static final byte[] FLOAT32 = real(0x1f, 4, 32, 23, 8, 23, 127);
  static final byte[] FLOAT64 = real(0x3f, 8, 64, 52, 11, 52, 1023);
  static final byte[] INT32 = whole(4);
  static final byte[] INT64 = whole(8);

  private static final int HEADER = 16;
  private static final int MOST = 0xffff - 7;

  private record Message(int type, int bytes, Consumer<ByteBuffer> content) {}

  private final List<Message> messages = new ArrayList<>();

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int padded(int bytes) {
    return bytes + 7 & ~7;
  }

  static long padded(long bytes) {
    return bytes + 7 & ~7L;
  }

  private static byte[] real(
      int sign, int size, int bits, int exponentAt, int exponent, int mantissa, int bias) {
    var b = buffer(20).put((byte) 0x11).put((byte) 0x20).put((byte) sign).put((byte) 0);
    b.putInt(size).putShort((short) 0).putShort((short) bits);
    b.put((byte) exponentAt).put((byte) exponent).put((byte) 0).put((byte) mantissa).putInt(bias);
    return b.array();
  }

  private static byte[] whole(int size) {
    var b = buffer(12).put((byte) 0x10).put((byte) 8).put((byte) 0).put((byte) 0).putInt(size);
    return b.putShort((short) 0).putShort((short) (8 * size)).array();
  }

  /// Texts of any length, which lie in the global heap.
  static byte[] anyText(boolean utf8) {
    var b = buffer(20).put((byte) 0x19).put((byte) 1).put((byte) (utf8 ? 1 : 0)).put((byte) 0);
    return b.putInt(H5Texts.REFERENCE).putInt(0x10).putInt(1).putInt(0x80000).array();
  }

  /// Texts that are filled up with zeros.
  private static byte[] field(int width) {
    return buffer(8).put((byte) 0x13).put((byte) 1).putShort((short) 0).putInt(width).array();
  }

  int bytes() {
    return HEADER + messages.stream().mapToInt(message -> 8 + padded(message.bytes())).sum();
  }

  void writeTo(ByteBuffer b) {
    b.put((byte) 1).put((byte) 0).putShort((short) messages.size()).putInt(1);
    b.putInt(bytes() - HEADER).putInt(0);
    for (var message : messages) {
      int size = padded(message.bytes());
      b.putShort((short) message.type())
          .putShort((short) size)
          .putInt(message.type() == TYPE ? 1 : 0);
      int next = b.position() + size;
      message.content().accept(b);
      b.position(next);
    }
  }

  void add(int type, int bytes, Consumer<ByteBuffer> content) {
    messages.add(new Message(type, bytes, content));
  }

  void space(Shape shape) {
    int[] sizes = shape.toArray();
    add(SPACE, spaceBytes(sizes.length), b -> space(b, sizes));
  }

  private static int spaceBytes(int rank) {
    return 8 + 16 * rank;
  }

  private static void space(ByteBuffer b, int... sizes) {
    b.put((byte) 1)
        .put((byte) sizes.length)
        .put((byte) (sizes.length > 0 ? 1 : 0))
        .put(new byte[5]);
    for (int most = 0; most < 2; most++) {
      for (int size : sizes) {
        b.putLong(size);
      }
    }
  }

  void attribute(String name, H5Group.Attribute value, H5Texts heap) {
    switch (value) {
      case H5Group.Attribute.Text(var text) -> texts(name, anyText(true), List.of(text), heap);
      case H5Group.Attribute.Bytes(var text) -> texts(name, anyText(false), List.of(text), heap);
      case H5Group.Attribute.Texts(var texts) ->
          texts(name, anyText(false), texts, heap, texts.size());
      case H5Group.Attribute.Fields fields -> fields(name, fields);
      case H5Group.Attribute.Nothing _ -> attribute(name, FLOAT64, 0, _ -> {}, 0);
    }
  }

  private void texts(String name, byte[] type, List<String> texts, H5Texts heap, int... sizes) {
    attribute(
        name,
        type,
        H5Texts.REFERENCE * texts.size(),
        b -> texts.forEach(text -> heap.refer(b, text)),
        sizes);
  }

  private void fields(String name, H5Group.Attribute.Fields fields) {
    int width = fields.width();
    attribute(
        name,
        field(width),
        width * fields.texts().size(),
        b -> fields.texts().forEach(t -> b.put(Arrays.copyOf(H5Group.utf8(t), width))),
        fields.texts().size());
  }

  private void attribute(
      String name, byte[] type, int bytes, Consumer<ByteBuffer> content, int... sizes) {
    byte[] letters = H5Group.utf8(name);
    int space = spaceBytes(sizes.length);
    int before = 8 + padded(letters.length + 1) + padded(type.length) + space;
    if (before + bytes > MOST) {
      throw new FormatException(
          name,
          "an attribute of at most " + MOST + " bytes, as HDF5 holds them",
          bytes + " bytes",
          "save the model as .keras.");
    }
    add(
        ATTRIBUTE,
        before + bytes,
        b -> {
          int start = b.position();
          b.put((byte) 1).put((byte) 0).putShort((short) (letters.length + 1));
          b.putShort((short) type.length).putShort((short) space).put(letters);
          b.position(start + 8 + padded(letters.length + 1)).put(type);
          b.position(start + before - space);
          space(b, sizes);
          content.accept(b);
        });
  }
}
