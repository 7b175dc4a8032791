// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A message in the encoding of Protocol Buffers, grown field by field.
///
/// ```
/// message   fields, one after the other
/// field     varint(number << 3 | kind), then by kind: a varint, 4 bytes, or varint(length) and bytes
/// varint    7 bits a byte, low ones first; the top bit says that more follow
/// ```
///
/// Long contents are asked for their size when they are added and for their bytes when the message is
/// written. Source: protobuf.dev/programming-guides/encoding.
final class ProtoMessage implements Content {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FOUR_BYTES = 5;

  private final List<Content> parts = new ArrayList<>();
  private long size;

  /// A whole number, an enumeration's number or a truth value.
  ProtoMessage number(int field, long value) {
    var bytes = new ByteArrayOutputStream();
    varint(bytes, field << 3 | VARINT);
    varint(bytes, value);
    return add(bytes);
  }

  /// A float32.
  ProtoMessage real(int field, double value) {
    var bytes = new ByteArrayOutputStream();
    varint(bytes, field << 3 | FOUR_BYTES);
    var four = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(four.putFloat((float) value).array());
    return add(bytes);
  }

  /// A text.
  ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /// Whole numbers, packed.
  ProtoMessage numbers(int field, List<? extends Number> values) {
    var packed = new ByteArrayOutputStream();
    values.forEach(value -> varint(packed, value.longValue()));
    return bytes(field, packed.toByteArray());
  }

  /// A finished message, or other contents; they must keep their size.
  ProtoMessage content(int field, Content content) {
    var head = new ByteArrayOutputStream();
    varint(head, field << 3 | BYTES);
    varint(head, content.size());
    add(head);
    parts.add(content);
    size += content.size();
    return this;
  }

  private ProtoMessage bytes(int field, byte[] value) {
    var bytes = new ByteArrayOutputStream();
    varint(bytes, field << 3 | BYTES);
    varint(bytes, value.length);
    bytes.writeBytes(value);
    return add(bytes);
  }

  private ProtoMessage add(ByteArrayOutputStream bytes) {
    parts.add(new Buffered(bytes));
    size += bytes.size();
    return this;
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    for (var part : parts) {
      part.write(out);
    }
  }

  private record Buffered(ByteArrayOutputStream bytes) implements Content {
    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public void write(OutputStream out) throws IOException {
      bytes.writeTo(out);
    }
  }
}
