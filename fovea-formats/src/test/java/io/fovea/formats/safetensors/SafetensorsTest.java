// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import io.fovea.error.FormatException;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  /// Bytes put together by hand, as the format describes them.
  private Path file(String header, byte... data) throws IOException {
    var text = header.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).put(data);
    return Files.write(folder.resolve("a.safetensors"), bytes.array());
  }

  @Test
  void readsEveryKindOfNumber() throws IOException {
    var file =
        file(
            """
            {"__metadata__": {"from": "hand"},
             "half": {"dtype": "F16", "shape": [2], "data_offsets": [4, 8]},
             "brain": {"dtype": "BF16", "shape": [1, 1], "data_offsets": [8, 10]},
             "single": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]},
             "double": {"dtype": "F64", "shape": [1], "data_offsets": [10, 18]},
             "none": {"dtype": "F32", "shape": [0, 3], "data_offsets": [18, 18]}}\
            """,
            new byte[] {
              0,
              0,
              (byte) 0xC0,
              0x3F, // 1.5
              0,
              0x3C,
              0,
              (byte) 0xC0, // 1, -2
              (byte) 0x80,
              0x3F, // 1
              0,
              0,
              0,
              0,
              0,
              0,
              (byte) 0xE0,
              0x3F // 0.5
            });
    assertThat(Safetensors.read(file))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "single", Tensor.scalar(1.5f),
                "half", Tensor.vector(1, -2),
                "brain", Tensor.of(Shape.of(1, 1), 1),
                "double", Tensor.vector(0.5f),
                "none", Tensor.of(Shape.of(0, 3))));
    assertThat(Safetensors.metadata(file)).containsExactly(Map.entry("from", "hand"));
  }

  @Test
  void whatIsNoWordAboutTheFileIsLeftOut() throws IOException {
    var odd = file("{\"__metadata__\": {\"a\": 1, \"b\": {\"c\": \"d\"}, \"e\": \"f\"}}");
    assertThat(Safetensors.metadata(odd)).containsExactly(Map.entry("e", "f"));
    assertThat(Safetensors.metadata(file("{\"__metadata__\": [\"a\"]}"))).isEmpty();
    assertThat(Safetensors.metadata(file("{}"))).isEmpty();
    assertThatThrownBy(() -> Safetensors.metadata(folder.resolve("none.safetensors")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a safetensors file, got no such file");
  }

  @Test
  void readsWhatItWrote() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("layer1.0.conv1.weight", Tensor.generate(Shape.of(3, 2, 5, 5), Math::sin));
    tensors.put("ünïcode", Tensor.vector(Float.MIN_VALUE, -0f, Float.MAX_VALUE));
    tensors.put("large", Tensor.generate(Shape.of(300_001), i -> i));
    var file = folder.resolve("b.safetensors");
    Safetensors.write(file, tensors, Map.of("format", "pt", "classes", "cat\nöwl"));
    assertThat(Safetensors.read(file)).containsExactlyEntriesOf(tensors);
    assertThat(Safetensors.metadata(file)).isEqualTo(Map.of("format", "pt", "classes", "cat\nöwl"));
  }

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    var file = folder.resolve("c.safetensors");
    Safetensors.write(file, Map.of("a", Tensor.vector(1)), Map.of());
    var header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    var padded = header + " ".repeat((8 - header.length() % 8) % 8);
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getLong()).isEqualTo(padded.length());
    var text = new byte[padded.length()];
    bytes.get(text);
    assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(padded);
    assertThat(bytes.getFloat()).isEqualTo(1);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void aMissingFile() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "none: expected a safetensors file, got no such file.\n  Fix: check the path.");
  }

  @Test
  void headersThatLie() throws IOException {
    assertRejected("a header inside the file, got one of 1000000 bytes", lengthOnly(1_000_000));
    assertRejected("a header inside the file, got one of -1 bytes", lengthOnly(-1));
    assertRejected("a JSON object as header, got something else", file("[1]"));
    assertRejected(": header: expected JSON, got something else in line 1, column 2", file("{a}"));
    assertRejected("a with a shape and two data_offsets", file("{\"a\": 1}"));
    assertRejected(
        "numbers of type F64, F32, F16, BF16 or I64, got I16",
        file("{\"a\":{\"dtype\":\"I16\",\"shape\":[4],\"data_offsets\":[0,8]}}", new byte[8]));
    assertRejected(
        "a with as many bytes as its shape [2147483647,2147483647,2], got bytes 0 to 4",
        file(entry("a", "[2147483647,2147483647,2]", 0, 4), new byte[4]));
    assertRejected(
        "a with as many bytes as its shape [-1], got bytes 0 to 4",
        file(entry("a", "[-1]", 0, 4), new byte[4]));
    // 2^32 + 1 and 2^64 + 4 are not 1 and 4
    assertRejected(
        "a with as many bytes as its shape [4294967297]",
        file(entry("a", "[4294967297]", 0, 4), new byte[4]));
    assertRejected(
        "a with as many bytes as its shape [1], got bytes 0 to 18446744073709551620",
        file(entry("a", "[1]", 0, 4).replace(",4]", ",18446744073709551620]"), new byte[4]));
    assertRejected(
        "a with as many bytes as its shape [1.5]", file(entry("a", "[1.5]", 0, 4), new byte[4]));
    assertRejected(
        ": header: expected JSON, got something else",
        file(entry("a", "[1]", 0, 4) + "{}", new byte[4]));
    assertRejected("4 bytes of data, got 5 bytes", file(entry("a", "[1]", 0, 4), new byte[5]));
    assertRejected("8 bytes of data, got 4 bytes", file(entry("a", "[2]", 0, 8), new byte[4]));
    var overlapping = entry("a", "[1]", 0, 4).replaceFirst("}$", ",");
    assertRejected(
        "b at byte 4 of the data, got 0",
        file(overlapping + entry("b", "[1]", 0, 4).substring(1), new byte[8]));
    assertRejected(
        ": header: expected JSON, got a member that comes twice in line 1",
        file(overlapping + entry("a", "[1]", 4, 8).substring(1), new byte[8]));
  }

  private Path lengthOnly(long length) throws IOException {
    var bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    return Files.write(folder.resolve("short"), bytes.array());
  }

  private static String entry(String name, String shape, long begin, long end) {
    return "{\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}}"
        .formatted(name, shape, begin, end);
  }

  private static void assertRejected(String message, Path file) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void wholeNumbersAreReadAsFloats() throws IOException {
    var file =
        file(
            "{\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}",
            new byte[] {(byte) 0xFE, -1, -1, -1, -1, -1, -1, -1});
    assertThat(Safetensors.read(file)).isEqualTo(Map.of("n", Tensor.scalar(-2)));
  }
}
