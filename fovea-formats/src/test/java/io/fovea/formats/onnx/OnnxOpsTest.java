// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import io.fovea.graph.Op;
import io.fovea.tensor.Rng;
import io.fovea.testkit.EngineComparison;
import io.fovea.testkit.OpCases;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every op, at the sizes that hurt: ONNX Runtime gives what the reference engine gives, or the
/// export says why not.
class OnnxOpsTest {
  private static final Set<Class<? extends Op>> REFUSED =
      Set.of(
          Op.Random.class,
          Op.Assign.class,
          Op.Update.class,
          Op.ConvBackFilter.class,
          Op.MaxPoolBack.class,
          Op.AvgPoolBack.class,
          Op.ResampleBack.class,
          Op.BatchNorm.class,
          Op.BatchNormBack.class,
          Op.SoftmaxBack.class,
          Op.MapBack.class,
          Op.Custom.class);

  @TempDir Path folder;

  static Stream<Class<? extends Op>> exported() {
    return OpCases.ops().stream().filter(op -> !REFUSED.contains(op));
  }

  /// Effects are left out of a file without a word.
  static Stream<Class<? extends Op>> refused() {
    return REFUSED.stream().filter(op -> op != Op.Assign.class && op != Op.Update.class);
  }

  @ParameterizedTest
  @MethodSource("exported")
  void givesWhatTheReferenceEngineGives(Class<? extends Op> op) {
    check(op, new OnnxFormat());
  }

  @ParameterizedTest
  @MethodSource("exported")
  void givesTheSameForInputsWithChannelsFirst(Class<? extends Op> op) {
    check(op, new OnnxFormat().nchwInput());
  }

  private void check(Class<? extends Op> op, OnnxFormat format) {
    var comparison = EngineComparison.with(new OnnxEngine(folder, format));
    var cases = OpCases.of(op);
    assertThat(cases).isNotEmpty();
    cases.forEach(c -> comparison.check(c.name(), c.graph(), c.inputs(Rng.of(1))));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatOnnxHasNoWordsFor(Class<? extends Op> op) {
    var engine = new OnnxEngine(folder, new OnnxFormat());
    for (var c : OpCases.of(op)) {
      assertThatThrownBy(() -> engine.compile(c.graph()))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith(c.name() + ": expected ops that ONNX has for inference, got ")
          .hasMessageEndingWith(
              "\n  Fix: describe the layer by other ops, or save the model in another format.");
    }
  }
}
