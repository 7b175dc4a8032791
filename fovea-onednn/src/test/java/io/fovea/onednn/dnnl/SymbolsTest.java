// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class SymbolsTest {
  /// Algorithms that we call otherwise than oneDNN.
  private static final Map<Algorithm, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry(Algorithm.SOFT_RELU, "eltwise_soft_relu"),
          Map.entry(Algorithm.HARD_SIGMOID, "eltwise_hardsigmoid"),
          Map.entry(Algorithm.HARD_SWISH, "eltwise_hardswish"),
          Map.entry(Algorithm.MAX_POOL, "pooling_max"),
          Map.entry(Algorithm.AVG_POOL, "pooling_avg_exclude_padding"),
          Map.entry(Algorithm.AVG_POOL_WITH_PADDING, "pooling_avg_include_padding"),
          Map.entry(Algorithm.GREATER_EQUAL, "binary_ge"),
          Map.entry(Algorithm.GREATER, "binary_gt"),
          Map.entry(Algorithm.LESS_EQUAL, "binary_le"),
          Map.entry(Algorithm.LESS, "binary_lt"),
          Map.entry(Algorithm.EQUAL, "binary_eq"),
          Map.entry(Algorithm.NOT_EQUAL, "binary_ne"),
          Map.entry(Algorithm.NEAREST, "resampling_nearest"),
          Map.entry(Algorithm.BILINEAR, "resampling_linear"),
          Map.entry(Algorithm.REDUCE_MAX, "reduction_max"),
          Map.entry(Algorithm.REDUCE_MIN, "reduction_min"),
          Map.entry(Algorithm.REDUCE_SUM, "reduction_sum"),
          Map.entry(Algorithm.REDUCE_MUL, "reduction_mul"),
          Map.entry(Algorithm.REDUCE_MEAN, "reduction_mean"),
          Map.entry(Algorithm.SOFTMAX, "softmax_accurate"),
          Map.entry(Algorithm.LOG_SOFTMAX, "softmax_log"));

  @Test
  void theLibraryIsAvailable() {
    Availability availability = Natives.availability();
    assertThat(availability.reason()).isEmpty();
    assertThat(availability.available()).isTrue();
    assertThat(availability.version()).startsWith("3.");
    assertThat(availability.path()).isNotEmpty();
  }

  @Test
  void everySymbolResolves() {
    Natives.require();
    assertThat(Dnnl.names()).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    assertThat(Dnnl.missing()).isEmpty();
  }

  @Test
  void algorithmsHaveTheLibrarysNumbers() {
    Natives.require();
    for (Algorithm algorithm : Algorithm.values()) {
      String name = Library.nameOf(algorithm);
      String own = algorithm.name().toLowerCase(Locale.ROOT);
      String guess =
          algorithm.code() < 0x1ff
              ? "eltwise_" + own.replace("_by_output", "_use_dst_for_bwd")
              : "binary_" + own;
      assertThat(name).as("%s", algorithm).isEqualTo(OTHER_NAMES.getOrDefault(algorithm, guess));
    }
  }

  @Test
  void typesHaveTheLibrarysNumbersAndSizes() {
    Natives.require();
    for (DataType type : DataType.values()) {
      String expected = type == DataType.NONE ? "undef" : type.name().toLowerCase(Locale.ROOT);
      assertThat(Library.nameOf(type)).isEqualTo(expected);
      if (type != DataType.NONE) {
        assertThat(MemoryDesc.dense(type, 7).size()).isEqualTo(7L * type.bytes());
      }
    }
  }

  @Test
  void threadsCanBeSetForTheCallingThread() {
    int before = OpenMp.threads();
    try {
      OpenMp.threads(1);
      assertThat(OpenMp.threads()).isEqualTo(1);
    } finally {
      OpenMp.threads(before);
    }
  }

  @Test
  void theLibrarysSettingsCanBeReadAndWritten() {
    Natives.require();
    assertThat(Library.instructionSet()).startsWith("cpu_isa_");
    int before = Library.primitiveCacheCapacity();
    try {
      Library.primitiveCacheCapacity(17);
      assertThat(Library.primitiveCacheCapacity()).isEqualTo(17);
    } finally {
      Library.primitiveCacheCapacity(before);
    }
    Library.verbose(0);
  }
}
