// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import io.fovea.formats.hdf5.H5Group.Attribute;
import io.fovea.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H5Test {
  static byte[] bytes(H5Group root) throws IOException {
    var out = new ByteArrayOutputStream();
    var writer = H5Writer.of(root);
    writer.writeTo(out);
    assertThat(out.size()).isEqualTo(writer.bytes());
    return out.toByteArray();
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    var root = new H5Group();
    root.attribute("text", new Attribute.Text("grün"));
    root.attribute("empty", new Attribute.Text(""));
    root.attribute("long", new Attribute.Bytes("x".repeat(1_000_000)));
    root.attribute("list", new Attribute.Texts(List.of("a", "bcd", "a")));
    root.attribute("fields", new Attribute.Fields(List.of("ab", "cdef")));
    root.attribute("none", new Attribute.Nothing());
    root.put("a/b/0", new H5Member.Floats(Shape.of(2, 3), () -> new float[] {1, 2, 3, 4, 5, 6}));
    root.put("a/b/1", new H5Member.Floats(Shape.scalar(), () -> new float[] {.5f}));
    root.put("a/b/2", new H5Member.Count(7));
    root.put("a/b/3", new H5Member.Count(1L << 40));
    root.put("a/b/4", new H5Member.Floats(Shape.of(3), () -> new float[] {1, -2, 3}));
    root.group("empty");
    try (var file = H5File.of("test", ByteBuffer.wrap(bytes(root)))) {
      assertThat(file.paths())
          .containsExactlyInAnyOrder(
              "a", "a/b", "a/b/0", "a/b/1", "a/b/2", "a/b/3", "a/b/4", "empty");
      assertThat(file.text("", "text")).contains("grün");
      assertThat(file.text("", "empty")).contains("");
      assertThat(file.text("", "long").orElseThrow()).hasSize(1_000_000);
      assertThat(file.texts("", "list")).contains(List.of("a", "bcd", "a"));
      assertThat(file.texts("", "fields")).contains(List.of("ab", "cdef"));
      assertThat(file.texts("", "none")).contains(List.of());
      assertThat(file.texts("", "missing")).isEmpty();
      assertThat(file.shape("a/b/0")).isEqualTo(Shape.of(2, 3));
      assertThat(file.floats("a/b/0")).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(file.floats("a/b/1")).containsExactly(.5f);
      assertThat(file.count64("a/b/2")).isEqualTo(7);
      assertThat(file.count64("a/b/3")).isEqualTo(1L << 40);
      assertThat(file.floats("a/b/4")).containsExactly(1, -2, 3);
      assertThat(file.count("a/b")).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 255, 256, 257, 8191, 8193})
  void groupsOfAnyNumberAreRead(int count) throws IOException {
    var root = new H5Group();
    for (int i = 0; i < count; i++) {
      root.put("layers/n" + i, new H5Member.Count(i));
    }
    root.group("layers");
    try (var file = H5File.of("test", ByteBuffer.wrap(bytes(root)))) {
      assertThat(file.paths()).hasSize(count + 1);
      assertThat(IntStream.range(0, count).allMatch(i -> file.count64("layers/n" + i) == i))
          .isTrue();
    }
  }

  private static byte[] oneOf(String group) throws IOException {
    var root = new H5Group();
    root.put(group + "/0", new H5Member.Floats(Shape.of(7, 3), () -> new float[21]));
    return bytes(root);
  }

  /// Where these bytes begin.
  private static List<Integer> places(byte[] bytes, byte[] part) {
    return IntStream.range(0, bytes.length - part.length)
        .filter(i -> Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
        .boxed()
        .toList();
  }

  @Test
  void ringsOfGroupsAreRefused() throws IOException {
    byte[] bytes = oneOf("ring");
    // every group now has the root as its first member
    for (int node : places(bytes, "SNOD".getBytes(StandardCharsets.US_ASCII))) {
      System.arraycopy(bytes, 64, bytes, node + 16, 32);
    }
    assertThatThrownBy(() -> H5File.of("test", ByteBuffer.wrap(bytes)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("got a ring of groups, or too many levels");
  }

  @Test
  void shapesThatTheFileCannotHoldAreRefused() throws IOException {
    byte[] bytes = oneOf("huge");
    var sizes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(7).putLong(3);
    for (int at : places(bytes, sizes.array())) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, 1 << 30).putLong(at + 8, 3);
    }
    try (var file = H5File.of("test", ByteBuffer.wrap(bytes))) {
      assertThat(file.shape("huge/0")).isEqualTo(Shape.of(1 << 30, 3));
      assertThatThrownBy(() -> file.floats("huge/0"))
          .hasMessageStartingWith(
              "test: /huge/0: expected numbers that lie in the file, got shape [1073741824, 3].");
    }
  }
}
