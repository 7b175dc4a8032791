// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.DataException;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.file.RegularFile;
import io.fovea.file.WholeFile;
import io.fovea.formats.Floats32;
import io.fovea.formats.JsonText;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named tensors in a safetensors file, as timm and torchvision publish weights.
///
/// ```
/// 8 bytes   length of the header, little endian
/// header    JSON: {"conv1.weight": {"dtype": "F32", "shape": [64, 3, 7, 7], "data_offsets": [0, 37632]}}
/// data      the tensors' bytes, row-major, little endian, without gaps
/// ```
///
/// Reads F64, F32, F16, BF16 and I64 (PyTorch's counters), all as float32; writes F32. Source: the description of the format at
/// github.com/huggingface/safetensors.
public final class Safetensors {
  private static final String DAMAGED = "the file is damaged or no safetensors file: get it again.";
  private static final int CHUNK = 1 << 20;
  private static final String METADATA = "__metadata__";

  private Safetensors() {}

  /// The kinds of numbers, and the bytes of one.
  private enum Kind {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    float next(ByteBuffer from) {
      return switch (this) {
        case F64 -> (float) from.getDouble();
        case F32 -> from.getFloat();
        case F16 -> Float.float16ToFloat(from.getShort());
        case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
        case I64 -> from.getLong();
      };
    }
  }

  /// A tensor, and its bytes counted from the start of the data.
  private record Entry(String name, Kind kind, Shape shape, long begin, long end) {}

  // ---- reading -------------------------------------------------------------------------------

  /// All tensors of a file, in the order in which they lie in it.
  ///
  /// @throws DataException if there is no such file or it cannot be read
  /// @throws FormatException if it is damaged, or holds numbers of another kind
  public static Map<String, Tensor> read(Path file) {
    return open(
        file,
        channel -> {
          var header = header(file, channel);
          var tensors = new LinkedHashMap<String, Tensor>();
          for (var entry : entries(file, header, channel.size() - channel.position())) {
            tensors.put(entry.name(), tensor(file, channel, entry));
          }
          return tensors;
        });
  }

  /// What a file says about itself beside its tensors; empty if nothing.
  ///
  /// @throws DataException if there is no such file or it cannot be read
  /// @throws FormatException if its header is damaged
  public static Map<String, String> metadata(Path file) {
    var words = new LinkedHashMap<String, String>();
    open(file, channel -> header(file, channel)).path(METADATA).properties().stream()
        .filter(entry -> entry.getValue().isTextual())
        .forEach(entry -> words.put(entry.getKey(), entry.getValue().textValue()));
    return words;
  }

  /// What is done with an open file.
  private interface Reading<T> {
    T of(FileChannel channel) throws IOException;
  }

  private static <T> T open(Path file, Reading<T> reading) {
    RegularFile.check(file, "a safetensors file");
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return reading.of(channel);
    } catch (IOException e) {
      throw new DataException(
          file.toString(), "a file that can be read", Reason.of(e), "check disk and permissions.");
    }
  }

  private static JsonNode header(Path file, FileChannel channel) throws IOException {
    long length = bytes(file, channel, Long.BYTES).getLong();
    if (length < 2 || length > Math.min(JsonText.MOST_BYTES, channel.size() - Long.BYTES)) {
      throw damaged(file, "a header inside the file", "one of " + length + " bytes");
    }
    var text = bytes(file, channel, Math.toIntExact(length)).array();
    var header = JsonText.parse(file + ": header", text, DAMAGED);
    if (header.isObject()) {
      return header;
    }
    throw damaged(file, "a JSON object as header", "something else");
  }

  /// All entries by position. They must fill the data without gaps, so none can lie about its size.
  private static List<Entry> entries(Path file, JsonNode header, long dataBytes) {
    var entries = new ArrayList<Entry>();
    header.properties().stream()
        .filter(property -> !property.getKey().equals(METADATA))
        .forEach(property -> entries.add(entry(file, property.getKey(), property.getValue())));
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (var entry : entries) {
      if (entry.begin() != at) {
        throw damaged(file, entry.name() + " at byte " + at + " of the data", "" + entry.begin());
      }
      at = entry.end();
    }
    if (at != dataBytes) {
      throw damaged(file, at + " bytes of data", dataBytes + " bytes");
    }
    return entries;
  }

  private static Entry entry(Path file, String name, JsonNode node) {
    var sizes = node.path("shape");
    var offsets = node.path("data_offsets");
    if (!sizes.isArray() || offsets.size() != 2) {
      throw damaged(file, name + " with a shape and two data_offsets", node.toString());
    }
    var kind = kind(file, name, node.path("dtype").asText());
    var shape = new int[sizes.size()];
    double elements = 1; // as a double it cannot overflow
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).isInt() ? sizes.get(i).intValue() : -1;
      elements *= shape[i] < 0 ? Double.NaN : shape[i];
    }
    long begin = offset(offsets.get(0));
    long end = offset(offsets.get(1));
    // written so that NaN fails
    if (!(begin >= 0 && end - begin == elements * kind.bytes && elements < Integer.MAX_VALUE)) {
      throw damaged(
          file,
          name + " with as many bytes as its shape " + sizes,
          "bytes " + offsets.get(0) + " to " + offsets.get(1));
    }
    return new Entry(name, kind, Shape.of(shape), begin, end);
  }

  private static long offset(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
  }

  private static Kind kind(Path file, String name, String text) {
    for (var kind : Kind.values()) {
      if (kind.name().equals(text)) {
        return kind;
      }
    }
    throw new FormatException(
        file + ": " + name,
        "numbers of type F64, F32, F16, BF16 or I64",
        text.isEmpty() ? "no type" : text,
        "convert the file to float32.");
  }

  private static Tensor tensor(Path file, FileChannel channel, Entry entry) throws IOException {
    var values = new float[Math.toIntExact(entry.shape().elements())];
    int most = CHUNK / entry.kind().bytes;
    for (int from = 0; from < values.length; from += most) {
      int to = Math.min(values.length, from + most);
      var chunk = bytes(file, channel, (to - from) * entry.kind().bytes);
      for (int i = from; i < to; i++) {
        if (entry.kind() == Kind.F64) {
          double number = chunk.getDouble(chunk.position());
          if (Floats32.isTooLarge(number)) {
            throw Floats32.tooLarge(file + ": " + entry.name(), number);
          }
        }
        values[i] = entry.kind().next(chunk);
      }
    }
    return Tensor.of(entry.shape(), values);
  }

  private static ByteBuffer bytes(Path file, FileChannel channel, int count) throws IOException {
    var buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw damaged(file, "more bytes", "the end of the file");
      }
    }
    return buffer.flip();
  }

  private static FormatException damaged(Path file, String expected, String got) {
    return new FormatException(file.toString(), expected, got, DAMAGED);
  }

  // ---- writing -------------------------------------------------------------------------------

  /// Writes tensors as float32, in the order of the map; the file is there whole or not at all.
  ///
  /// @param metadata words about the file, may be empty
  /// @throws FormatException if the file cannot be written
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    byte[] header = header(tensors, metadata);
    try {
      WholeFile.make(
          file,
          part -> {
            try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
              out.write(littleEndian(Long.BYTES).putLong(header.length).array());
              out.write(header);
              for (var tensor : tensors.values()) {
                write(tensor, out);
              }
            }
          });
    } catch (IOException e) {
      throw new FormatException(
          file.toString(),
          "a file that can be written",
          Reason.of(e),
          "check that the folder exists and has room.");
    }
  }

  /// Blanks fill it up to a multiple of 8, so that readers can map the numbers behind it.
  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    var header = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(header.putObject(METADATA)::put);
    }
    long at = 0;
    for (var entry : tensors.entrySet()) {
      long end = at + (long) entry.getValue().elements() * Float.BYTES;
      describe(header.putObject(entry.getKey()), entry.getValue().shape(), at, end);
      at = end;
    }
    int bytes = header.toString().getBytes(StandardCharsets.UTF_8).length;
    return (header + " ".repeat(-bytes & 7)).getBytes(StandardCharsets.UTF_8);
  }

  private static void describe(ObjectNode node, Shape shape, long begin, long end) {
    node.put("dtype", Kind.F32.name());
    var sizes = node.putArray("shape");
    shape.sizes().forEach(sizes::add);
    node.putArray("data_offsets").add(begin).add(end);
  }

  private static void write(Tensor tensor, OutputStream out) throws IOException {
    int most = CHUNK / Float.BYTES;
    var chunk = littleEndian(Math.min(most, tensor.elements()) * Float.BYTES);
    for (int i = 0; i < tensor.elements(); i++) {
      chunk.putFloat(tensor.get(i));
      if (!chunk.hasRemaining() || i == tensor.elements() - 1) {
        out.write(chunk.array(), 0, chunk.position());
        chunk.clear();
      }
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
