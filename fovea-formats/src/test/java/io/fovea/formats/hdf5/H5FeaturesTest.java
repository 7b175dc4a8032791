// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

import static io.fovea.formats.hdf5.BombsTest.hdf5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What h5py can write beside what models need: read, or refused by its name and not as damage.
class H5FeaturesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scaleoffset|numbers as they are, or packed by gzip, lzf, shuffle or fletcher32, got the"
            + " filter scaleoffset.|save it in Python once more, without this filter.",
        "unwritten|numbers, got room for numbers that nobody wrote.|write all of them in Python,"
            + " and save the file again.",
        "partly|numbers, got room for numbers that nobody wrote.|write all of them in Python, and"
            + " save the file again.",
        "large|numbers that float32 holds, up to 3.4e38, got -1.0E300.|scale the weights down in"
            + " Python, and save them as float32.",
        "larger|numbers that float32 holds, up to 3.4e38, got 1.0E39.|scale the weights down in"
            + " Python, and save them as float32."
      })
  void whatIsNotReadIsNamed(String path, String problem, String fix) {
    try (var file = H5File.of("features", hdf5("features"))) {
      assertThatThrownBy(() -> file.floats(path))
          .isInstanceOf(FormatException.class)
          .hasMessage("features: /" + path + ": expected " + problem + "\n  Fix: " + fix);
    }
  }

  @Test
  void whatIsInfiniteInTheFileStaysSo() {
    try (var file = H5File.of("features", hdf5("features"))) {
      assertThat(file.floats("infinite")).containsExactly(1, Float.NEGATIVE_INFINITY, Float.NaN);
    }
  }

  @Test
  void lzfIsReadAlsoWhereItDoesNotHelp() {
    try (var file = H5File.of("features", hdf5("features"))) {
      var packed = file.floats("lzf");
      assertThat(packed).hasSize(1200);
      for (int i = 0; i < packed.length; i++) {
        assertThat(packed[i]).isEqualTo(i % 3 * 0.25f - 3);
      }
      var plain = file.floats("incompressible");
      for (int i = 0; i < 12; i++) {
        assertThat(plain[i]).isEqualTo(i * 0.25f - 3);
      }
    }
  }

  /// Runs and copies by hand: "abcabcabcabc", and a long copy.
  @Test
  void lzfByHand() {
    assertThat(Lzf.inflate(new byte[] {2, 'a', 'b', 'c', (byte) 0xe0, 0, 2}, 12))
        .isEqualTo("abcabcabcabc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var zeros = new byte[300];
    assertThat(Lzf.inflate(new byte[] {0, 0, (byte) 0xe0, (byte) 255, 0, 0x20 | 0x40, 0}, 270))
        .isEqualTo(Arrays.copyOf(zeros, 270));
  }

  @ParameterizedTest
  @ValueSource(strings = {"02 61", "00 61 20", "00 61 e0", "00 61 20 05", "04 61 61 61 61 61 61"})
  void damagedLzfEnds(String hex) {
    var bytes = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    assertThatThrownBy(() -> Lzf.inflate(bytes, 4)).isInstanceOf(IllegalArgumentException.class);
  }
}
