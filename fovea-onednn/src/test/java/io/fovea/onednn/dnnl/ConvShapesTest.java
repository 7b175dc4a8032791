// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fovea.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every convolution of the published networks can be described, and fast code is chosen for it.
///
/// Some virtual machines hide the sizes of the caches from CPUID; older versions of oneDNN then
/// divide by zero in strided backward convolutions, which ends the process. So the first thing that
/// this test shows is that it ends.
@Tag("native")
@Tag("isa")
class ConvShapesTest {
  private static final int SSE41 = 0x1;
  private static final int AVX2 = 0x7;

  static Stream<Arguments> lists() {
    return ConvShapes.NETWORKS.stream()
        .flatMap(network ->
            Stream.of(DataType.F32, DataType.BF16)
                .flatMap(
                    type -> Stream.of(1, 8, 32).map(batch -> Arguments.of(network, type, batch))));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void everyPassHasFastCode(String network, DataType type, int batch) {
    assumeTrue(isOffered(type), () -> "no convolutions in " + type + " here");
    List<String> slow = new ArrayList<>();
    for (ConvShapes.Row row : ConvShapes.of(network)) {
      try (DnnlScope scope = DnnlScope.open(network + "/" + row)) {
        for (PrimitiveDesc pass : passes(scope, row, type, batch)) {
          if (isSlow(pass, row)) {
            slow.add(row + " " + pass);
          }
        }
      }
    }
    assertThat(slow).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "lenet5,4", "alexnet,8", "googlenet,49", "vgg16,9",
    "resnet50,26", "se-resnet,14", "xception,25", "efficientnet-b0,46"
  })
  void theListsAreComplete(String network, int count) {
    List<ConvShapes.Row> rows = ConvShapes.of(network);
    assertThat(rows).hasSize(count);
    assertThat(rows).extracting(ConvShapes.Row::name).doesNotHaveDuplicates();
  }

  @Test
  void fewChannelsTakeTheDirectConvolution() {
    assumeTrue(has(AVX2), "the choice is known for AVX2 and AVX-512 only");
    String direct = Library.hasAvx512() ? "jit:avx512" : "jit:avx2";
    ConvShapes.Row c3 = ConvShapes.of("lenet5").get(2);
    try (DnnlScope scope = DnnlScope.open("test")) {
      List<PrimitiveDesc> passes = passes(scope, c3, DataType.F32, 32);
      assertThat(passes.get(0).implementation()).startsWith(direct);
      assertThat(passes.get(1).implementation()).startsWith(direct);
    }
  }

  @Test
  void aPreferenceThatNothingMeetsKeepsTheLibrarysChoice() {
    MemoryDesc row = MemoryDesc.dense(DataType.F32, 1, 8);
    long before = DnnlScope.liveHandles();
    try (DnnlScope scope = DnnlScope.open("test")) {
      Supplier<PrimitiveDesc> relu =
          () ->
              Primitives.eltwise(
                  scope, Propagation.INFERENCE, Algorithm.RELU, row, row, 0, 0, Attr.plain());
      String own = relu.get().implementation();
      assertThat(Products.preferring("nothing", relu).implementation()).isEqualTo(own);
      assertThat(Products.preferring("ref", relu).implementation()).contains("ref");
    }
    assertThat(DnnlScope.liveHandles()).isEqualTo(before);
  }

  static List<PrimitiveDesc> passes(DnnlScope scope, ConvShapes.Row row, DataType type, int batch) {
    MemoryDesc src = row.src(type, batch);
    MemoryDesc dst = row.dst(type, batch);
    MemoryDesc weights = row.kernel(type).toAny();
    MemoryDesc gradient = row.kernel(DataType.F32).toAny(); // also of bfloat16 weights
    MemoryDesc bias = MemoryDesc.dense(DataType.F32, row.out());
    PrimitiveDesc forward =
        Products.convolution(
            scope, Propagation.TRAINING, src, weights, bias, dst, row.window(), Attr.plain());
    return List.of(
        forward,
        Products.convolutionBackwardData(
            scope, src, weights, dst, row.window(), forward, Attr.plain()),
        Products.convolutionBackwardWeights(
            scope, src, gradient, bias, dst, row.window(), forward, Attr.plain()));
  }

  /// Reference and matrix-product code is slow, and so is anything but depthwise code for depthwise
  /// convolutions. Two exceptions: oneDNN 3.13 has no depthwise code for the weight gradient of
  /// windows wider than 3 (EfficientNet's 5x5), and runs its general code, 8 times slower in float32
  /// and 40 times in bfloat16 than two narrower windows would be; and below AVX2 matrix products are
  /// the best that it has. For other than x86 processors nobody knows.
  private static boolean isSlow(PrimitiveDesc pass, ConvShapes.Row row) {
    String implementation = pass.implementation();
    if (!has(AVX2)) {
      return has(SSE41) && implementation.contains("ref");
    }
    boolean general = implementation.contains("ref") || implementation.contains("gemm");
    boolean depthwise = row.groups() > 1 && row.groups() == row.in();
    boolean wideGradient =
        pass.kind().equals("convolution backward weights") && row.window().kernel().get(1) > 3;
    return general || (depthwise && !wideGradient && !implementation.contains("dw"));
  }

  /// Whether the library has convolutions in `type` for this processor; where it multiplies the type
  /// by instructions, it must.
  private static boolean isOffered(DataType type) {
    if (type == DataType.F32 || Library.hasBf16Instructions()) {
      return true;
    }
    try (DnnlScope scope = DnnlScope.open("test")) {
      return !passes(scope, ConvShapes.of("lenet5").getFirst(), type, 1).isEmpty();
    } catch (EngineException e) {
      assertThat(Status.isUnimplemented(e)).as(e.getMessage()).isTrue();
      return false;
    }
  }

  /// Whether the library uses these instructions of x86 processors.
  private static boolean has(int instructions) {
    return Platform.current().name().endsWith("x86_64")
        && (Library.isa() & instructions) == instructions;
  }
}
