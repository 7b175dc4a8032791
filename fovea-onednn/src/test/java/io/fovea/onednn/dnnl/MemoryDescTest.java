// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.DataType.BF16;
import static io.fovea.onednn.dnnl.DataType.F32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class MemoryDescTest {
  @Test
  void channelsLastTakesStoredSizesAndKeepsLogicalOnes() {
    MemoryDesc desc = MemoryDesc.channelsLast(F32, 2, 5, 7, 3);
    assertThat(desc.dims()).containsExactly(2, 3, 5, 7);
    assertThat(desc.strides()).containsExactly(105, 1, 21, 3);
    assertThat(desc.size()).isEqualTo(2 * 3 * 5 * 7 * 4);
    assertThat(desc).hasToString("f32 [2, 3, 5, 7] acdb");
    assertThat(MemoryDesc.channelsLast(F32, 2, 9, 4)).hasToString("f32 [2, 4, 9] acb");
    assertThat(MemoryDesc.channelsLast(F32, 2, 9)).isEqualTo(MemoryDesc.dense(F32, 2, 9));
    assertThat(MemoryDesc.channelsLast(F32, 1, 2, 3, 4, 5).dims()).containsExactly(1, 5, 2, 3, 4);
  }

  @Test
  void kernelsAreStoredAsKerasDoes() {
    MemoryDesc plain = MemoryDesc.kernel(F32, 1, 3, 5, 4, 8);
    assertThat(plain.dims()).containsExactly(8, 4, 3, 5);
    assertThat(plain.strides()).containsExactly(1, 8, 160, 32);
    MemoryDesc grouped = MemoryDesc.kernel(F32, 2, 3, 3, 4, 8);
    assertThat(grouped.dims()).containsExactly(2, 4, 4, 3, 3);
    assertThat(grouped.strides()).containsExactly(4, 1, 8, 96, 32);
    assertThat(MemoryDesc.anyKernel(F32, 2, 3, 3, 4, 8).dims()).containsExactly(2, 4, 4, 3, 3);
  }

  @Test
  void sizesThatDoNotFitAreErrors() {
    assertThatThrownBy(() -> MemoryDesc.kernel(F32, 3, 3, 3, 4, 8))
        .hasMessage(
            "oneDNN: a kernel expected groups that divide its outputs, got 3 groups and 8"
                + " outputs.");
    assertThatThrownBy(() -> MemoryDesc.channelsLast(F32, 3))
        .hasMessage("oneDNN: channels last expected sizes [N, spatial..., C], got [3].");
    assertThatThrownBy(() -> MemoryDesc.strided(F32, new long[] {2, 3}, new long[] {3}))
        .hasMessage("oneDNN: a strided tensor expected a stride for each of [2, 3], got [3].");
  }

  @Test
  void anyHasNoLayoutYet() {
    MemoryDesc any = MemoryDesc.any(F32, 2, 3, 4, 5);
    assertThat(any.isAny()).isTrue();
    assertThat(any.size()).isZero();
    assertThat(any).hasToString("f32 [2, 3, 4, 5] any");
    assertThat(any.strides()).isEmpty();
  }

  @Test
  void sliceKeepsTheStridesOfTheWhole() {
    MemoryDesc whole = MemoryDesc.channelsLast(F32, 2, 4, 4, 8);
    MemoryDesc part = whole.slice(new long[] {2, 3, 4, 4}, new long[] {0, 5, 0, 0});
    assertThat(part.dims()).containsExactly(2, 3, 4, 4);
    assertThat(part.strides()).isEqualTo(whole.strides());
    assertThat(part.offset()).isEqualTo(5);
    assertThat(part).isNotEqualTo(whole);
  }

  @Test
  void transposeNamesTheOldAxisOfEachNewOne() {
    MemoryDesc desc = MemoryDesc.dense(F32, 2, 3, 4);
    MemoryDesc turned = desc.transpose(2, 0, 1);
    assertThat(turned.dims()).containsExactly(4, 2, 3);
    assertThat(turned.strides()).containsExactly(1, 12, 4);
    assertThat(turned.transpose(1, 2, 0)).isEqualTo(desc);
  }

  @Test
  void reshapeKeepsTheMemory() {
    MemoryDesc desc = MemoryDesc.channelsLast(F32, 2, 4, 4, 8);
    assertThat(desc.transpose(0, 2, 3, 1).reshape(2, 128)).isEqualTo(MemoryDesc.dense(F32, 2, 128));
  }

  @Test
  void theTypeCanChange() {
    MemoryDesc desc = MemoryDesc.channelsLast(F32, 2, 4, 4, 8);
    assertThat(desc.as(BF16)).isEqualTo(MemoryDesc.channelsLast(BF16, 2, 4, 4, 8));
    assertThat(desc.toAny().as(BF16)).isEqualTo(desc.as(BF16).toAny());
    assertThat(desc.as(F32)).isSameAs(desc);
  }

  @Test
  void equalLayoutsAreEqualValues() {
    MemoryDesc a = MemoryDesc.strided(F32, new long[] {1, 3, 4}, new long[] {12, 4, 1});
    MemoryDesc b = MemoryDesc.dense(F32, 1, 3, 4);
    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
    assertThat(a).isNotEqualTo(MemoryDesc.dense(BF16, 1, 3, 4));
    assertThat(a).isNotEqualTo(b.toAny());
    assertThat(a).isNotEqualTo(MemoryDesc.channelsLast(F32, 1, 4, 3));
  }
}
