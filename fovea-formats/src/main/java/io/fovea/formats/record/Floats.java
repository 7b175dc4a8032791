// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import io.fovea.error.FormatException;
import io.fovea.formats.Fixes;
import io.fovea.graph.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The values of variables, one after the other: eight letters, the number of floats as a 64-bit
/// integer, then the floats, all little endian.
final class Floats {
  private static final byte[] LETTERS = "FOVEAF32".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = LETTERS.length + Long.BYTES;
  private static final int CHUNK = 1 << 16;

  private Floats() {}

  /// Number of values of all variables together.
  static long count(List<Variable> variables) {
    return variables.stream().mapToLong(variable -> variable.shape().elements()).sum();
  }

  /// Bytes that [#write] makes for so many values.
  static long bytes(long count) {
    return HEADER + count * Float.BYTES;
  }

  /// Values in so many bytes; 0 if the bytes are too few for a header.
  static long countIn(long bytes) {
    return Math.max(0, (bytes - HEADER) / Float.BYTES);
  }

  static void write(List<Variable> variables, OutputStream out) throws IOException {
    var buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(LETTERS).putLong(count(variables));
    for (var variable : variables) {
      for (float value : variable.read()) {
        if (buffer.remaining() < Float.BYTES) {
          out.write(buffer.array(), 0, buffer.position());
          buffer.clear();
        }
        buffer.putFloat(value);
      }
    }
    out.write(buffer.array(), 0, buffer.position());
  }

  /// The values of variables, one array each; the variables stay as they are.
  ///
  /// @throws FormatException if the header does not announce exactly these values
  static List<float[]> read(String where, List<Variable> variables, InputStream in)
      throws IOException {
    var header = ByteBuffer.wrap(in.readNBytes(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
    var letters = new byte[LETTERS.length];
    boolean complete = header.remaining() == HEADER;
    if (complete) {
      header.get(letters);
    }
    if (!complete || !Arrays.equals(letters, LETTERS)) {
      throw new FormatException(where, "a block of floats", "something else", Fixes.DAMAGED);
    }
    long announced = header.getLong();
    if (announced != count(variables)) {
      throw new FormatException(
          where, count(variables) + " values", announced + " values", Fixes.DAMAGED);
    }
    var all = new ArrayList<float[]>();
    for (var variable : variables) {
      all.add(values(where, Math.toIntExact(variable.shape().elements()), in));
    }
    return all;
  }

  private static float[] values(String where, int count, InputStream in) throws IOException {
    var values = new float[count];
    for (int from = 0; from < count; from += CHUNK) {
      int part = Math.min(CHUNK, count - from);
      byte[] bytes = in.readNBytes(part * Float.BYTES);
      if (bytes.length < part * Float.BYTES) {
        throw new FormatException(where, "more values", "the end of the file", Fixes.DAMAGED);
      }
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, from, part);
    }
    return values;
  }
}
