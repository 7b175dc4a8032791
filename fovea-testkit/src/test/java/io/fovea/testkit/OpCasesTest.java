// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.tensor.Rng;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpCasesTest {
  private static final List<OpCase> ALL = OpCases.all();

  @Test
  void everyOpHasACase() {
    assertThat(OpCases.ops()).hasSize(Op.class.getPermittedSubclasses().length - 2);
    assertThat(OpCases.ops())
        .allSatisfy(op -> assertThat(OpCases.of(op)).as(op.getSimpleName()).isNotEmpty());
  }

  @Test
  void everyOpWithGradientsHasACaseForCentralDifferences() {
    var without =
        OpCases.ops().stream()
            .filter(op -> OpCases.of(op).stream().allMatch(c -> c.slope() == OpCase.Slope.NONE))
            .toList();
    assertThat(without)
        .containsExactlyInAnyOrder(
            // effects give nothing to differentiate
            Op.Assign.class,
            Op.Update.class,
            // gradients of gradients are not defined
            Op.MaxPoolBack.class,
            Op.BatchNormBack.class,
            Op.SoftmaxBack.class,
            Op.MapBack.class,
            // differentiated before fusing
            Op.Fused.class);
  }

  @Test
  void everyFunctionHasACase() {
    var forward = EnumSet.noneOf(Eltwise.Kind.class);
    var backward = EnumSet.noneOf(Eltwise.Kind.class);
    steps()
        .forEach(op -> {
          switch (op) {
            case Op.Map(var function) -> forward.add(function.kind());
            case Op.MapBack(var function) -> backward.add(function.kind());
            default -> {}
          }
        });
    assertThat(forward).containsExactly(Eltwise.Kind.values());
    assertThat(backward).containsExactly(Eltwise.Kind.values());
  }

  @Test
  void everyBinaryFunctionAndReductionHasACase() {
    var ops = steps();
    assertThat(ops.stream().filter(Op.Binary.class::isInstance).map(op -> ((Op.Binary) op).kind()))
        .contains(Op.Binary.Kind.values());
    assertThat(ops.stream().filter(Op.Reduce.class::isInstance).map(op -> ((Op.Reduce) op).kind()))
        .contains(Op.Reduce.Kind.values());
  }

  @Test
  void namesAreUnique() {
    assertThat(ALL).extracting(OpCase::name).doesNotHaveDuplicates();
  }

  @Test
  void smallCasesComeFirst() {
    assertThat(ALL).extracting(OpCase::size).isSorted();
  }

  @Test
  void convolutionsMeetEveryAwkwardNumberOfChannels() {
    assertThat(OpCases.of(Op.Conv.class))
        .extracting(c -> c.operands().getFirst().shape().channels())
        .contains(IntStream.of(OpCases.CHANNELS).boxed().toArray(Integer[]::new));
  }

  @Test
  void aCaseGetsTheSameNumbersFromTheSameSeed() {
    var c = OpCases.of(Op.Softmax.class).getLast();
    assertThat(c.inputs(Rng.of(3))).isEqualTo(c.inputs(Rng.of(3)));
    assertThat(c.inputs(Rng.of(3))).isNotEqualTo(c.inputs(Rng.of(4)));
  }

  private static List<Op> steps() {
    return ALL.stream().flatMap(c -> c.graph().steps().stream()).map(step -> step.op()).toList();
  }
}
