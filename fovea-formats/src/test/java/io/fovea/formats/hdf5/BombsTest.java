// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import io.fovea.formats.JsonText;
import io.fovea.formats.safetensors.Safetensors;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Small files that announce much, or hold much when unpacked: refused before the memory is taken.
///
/// The files in `hdf5/` were made by `make.py` there.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BombsTest {
  private static final String TOO_MUCH =
      "expected contents that fit to a file of %d bytes, got contents that would take more than";

  @TempDir Path folder;

  static ByteBuffer hdf5(String name) {
    try (var in =
        new GZIPInputStream(BombsTest.class.getResourceAsStream("/hdf5/" + name + ".h5.gz"))) {
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] steps(int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 0.25f * i - 3;
    }
    return values;
  }

  /// h5py wrote `0.25 i - 3`, in blocks of every kind.
  @ParameterizedTest
  @ValueSource(strings = {"chunks-earliest", "chunks-latest"})
  void honestBlocksAreRead(String name) {
    try (var file = H5File.of(name, hdf5(name))) {
      assertThat(file.floats("plain")).containsExactly(steps(35));
      assertThat(file.floats("gzip")).containsExactly(steps(35));
      assertThat(file.shape("all")).isEqualTo(Shape.of(5, 4, 3));
      assertThat(file.floats("all")).containsExactly(steps(60));
      assertThat(file.floats("lzf")).hasSize(300).containsOnly(1.5f);
      assertThat(file.floats("single")).containsExactly(steps(12));
      assertThat(file.floats("growing")).containsExactly(steps(12));
      assertThat(file.floats("both")).containsExactly(steps(12));
      assertThat(file.floats("double")).containsExactly(steps(9));
      assertThat(file.floats("half")).containsExactly(steps(9));
      assertThat(file.floats("big")).containsExactly(steps(9));
      assertThat(file.floats("short")).containsExactly(-4, -3, -2, -1, 0, 1, 2, 3, 4);
      assertThat(file.floats("empty")).isEmpty();
      assertThat(file.attributes("many")).hasSize(40);
      assertThat(file.text("many", "a39")).contains("text 39");
      assertThat(file.paths()).filteredOn(path -> path.startsWith("many/")).hasSize(30);
      assertThatThrownBy(() -> file.floats("unwritten"))
          .hasMessageContaining("/unwritten: expected numbers, got room for numbers that nobody");
      assertThatThrownBy(() -> file.floats("word"))
          .hasMessageContaining("/word: expected numbers, got ");
    }
  }

  @ParameterizedTest
  @CsvSource({"zeros, 525328", "wide, 4179248"})
  void numbersThatWereCompressedTooWellAreRefused(String name, int length) {
    try (var file = H5File.of(name, hdf5(name))) {
      assertThatThrownBy(() -> file.floats("x"))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining(TOO_MUCH, length);
    }
  }

  @Test
  void aBlockIsNotInflatedBeyondItsSize() {
    try (var file = H5File.of("more", hdf5("more"))) {
      assertThatThrownBy(() -> file.floats("x"))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("expected a complete HDF5 file");
    }
  }

  /// h5py wrote them; whatever a link names may be anywhere.
  @ParameterizedTest
  @ValueSource(strings = {"soft-earliest", "soft-latest", "external-earliest", "external-latest"})
  void linksAreNotFollowed(String name) {
    assertThatThrownBy(() -> H5File.of(name, hdf5(name)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(name + ": /linked: expected groups and numbers, got a link.");
  }

  /// Forty levels, each of which has the one below twice: 2^40 leaves in a few kilobytes.
  @Test
  void treesWhoseBranchesMeetAgainComeToAnEnd() throws IOException {
    var root = new H5Group();
    root.put("a/0", new H5Member.Count(1));
    var bytes = ByteBuffer.wrap(H5Test.bytes(root)).order(ByteOrder.LITTLE_ENDIAN);
    int levels = 40;
    int node = 24 + 2 * 16 + 8; // header, two children with their keys, last key
    var all =
        ByteBuffer.allocate(bytes.capacity() + levels * node + 64).order(ByteOrder.LITTLE_ENDIAN);
    all.put(bytes.duplicate());
    long tree = bytes.getLong(64 + 16); // of the root group, in its entry of the superblock
    long below = tree;
    for (int level = 1; level <= levels; level++) {
      long at = all.position();
      all.put("TREE".getBytes(UTF_8)).put((byte) 0).put((byte) level).putShort((short) 2);
      all.putLong(-1).putLong(-1);
      all.putLong(0).putLong(below).putLong(0).putLong(below).putLong(0);
      below = at;
    }
    for (int at = 0; at < bytes.capacity() - 7; at++) {
      if (bytes.getLong(at) == tree) {
        all.putLong(at, below);
      }
    }
    assertThatThrownBy(() -> H5File.of("tree", all.rewind()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(TOO_MUCH, all.capacity());
  }

  @Test
  void aLongTextThatIsNamedAgainAndAgainIsRefused() throws IOException {
    var texts = new ArrayList<String>();
    for (int i = 0; i < 1000; i++) {
      texts.add("x".repeat(1 << 19)); // stands once in the file
    }
    var root = new H5Group();
    root.attribute("names", new H5Group.Attribute.Texts(texts));
    var bytes = H5Test.bytes(root);
    assertThat(bytes).hasSizeLessThan(1 << 20);
    try (var file = H5File.of("texts", ByteBuffer.wrap(bytes))) {
      assertThatThrownBy(() -> file.texts("", "names"))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining(TOO_MUCH, bytes.length);
    }
  }

  // ---- JSON and archives
  // -------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"{},", "[],", "0,", "{\"a\":{}},"})
  void jsonOfManyValuesIsRefused(String item) {
    String text = "[" + item.repeat(16_000_000 / item.length()) + "0]";
    assertThatThrownBy(() -> JsonText.parse("a.json", text.getBytes(UTF_8), "give another."))
        .hasMessage(
            "a.json: expected JSON of at most 2000000 values and 200 levels, got more.\n"
                + "  Fix: give another.");
  }

  @Test
  void jsonThatIsTooLongOrTooDeepIsRefused() {
    assertThatThrownBy(
            () -> JsonText.parse("a", new byte[JsonText.MOST_BYTES + 1], "give another."))
        .hasMessageContaining("expected JSON of at most 16777216 bytes, got 16777217 bytes");
    for (String bracket : List.of("[", "{\"a\":")) {
      assertThatThrownBy(
              () -> JsonText.parse("a", bracket.repeat(100_000).getBytes(UTF_8), "give another."))
          .hasMessageContaining("and 200 levels, got more");
    }
    assertThatThrownBy(
            () -> JsonText.parse("a", "1".repeat(1 << 20).getBytes(UTF_8), "give another."))
        .hasMessageContaining("got more");
  }

  @Test
  void jsonThatSaysTwoThingsIsRefused() {
    for (String text :
        List.of("{\"a\":1,\"a\":2}", "{} {}", "{}x", "NaN", "Infinity", "\u0000{}")) {
      assertThatThrownBy(() -> JsonText.parse("a", text.getBytes(UTF_8), "give another."))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("a: expected JSON, got ");
    }
    assertThatThrownBy(() -> JsonText.parse("a", new byte[] {'"', (byte) 0xFC, '"'}, "give."))
        .isInstanceOf(FormatException.class);
  }

  /// The entry's header and the directory announce fewer bytes than come out.
  @Test
  void entriesAreNotInflatedBeyondTheirSize() throws IOException {
    var file = folder.resolve("m.fovea");
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("model.json"));
      for (int i = 0; i < 256; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    var bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < bytes.capacity() - 3; at++) {
      if (bytes.getInt(at) == 1 << 28) {
        bytes.putInt(at, 100);
      }
    }
    Files.write(file, bytes.array());
    assertThatThrownBy(() -> Model.load(file))
        .hasMessageContaining("model.json: expected bytes as they were saved, got ");
  }

  @Test
  void safetensorsWithAHeaderOfNothingElseAreRefusedAtOnce() throws IOException {
    for (String item : List.of("\"a\":{},", "\"a\":[],", "        ")) {
      byte[] header = ("{" + item.repeat((20 << 20) / item.length()) + "\"a\":1}").getBytes(UTF_8);
      var bytes = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(header.length).put(header);
      var file = Files.write(folder.resolve("a.safetensors"), bytes.array());
      assertThatThrownBy(() -> Safetensors.read(file))
          .hasMessageContaining("expected a header inside the file, got one of ");
    }
  }
}
