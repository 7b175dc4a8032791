// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.testkit.Extreme;
import io.fovea.testkit.Extremes;
import io.fovea.testkit.Extremes.Difference;
import io.fovea.testkit.OpCase;
import io.fovea.testkit.OpCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// NaN, infinities and denormals in every operand of every op: both engines give the same, but for
/// the departures listed here, each with its reason.
@Tag("isa")
class ExtremesTest {
  /// Where the fast engine gives something else.
  ///
  /// @param hides whether a number may stand where NaN should
  /// @param reason why, and what sees to it that nobody is misled
  private record Departure(Predicate<Difference> when, boolean hides, String reason) {
    boolean covers(Difference difference) {
      return when.test(difference) && (hides || !difference.hidden());
    }
  }

  private static final List<Departure> DEPARTURES =
      List.of(
          new Departure(
              d -> d.value() == Extreme.NAN && isSlope(d),
              true,
              "which slope a function has at NaN means nothing: its value is NaN already"),
          new Departure(
              d ->
                  d.of().op() == Op.MaxPool.class && d.isGradient()
                      || d.of().op() == Op.MaxPoolBack.class,
              true,
              "the gradient goes to the largest number of a window instead of its NaN, which is the"
                  + " value of the window on both engines"),
          new Departure(
              d -> !isDenormal(d) && isClippedProduct(d.of()),
              true,
              "clip behind a convolution is part of its primitive, which takes NaN for the lower"
                  + " bound, unless a division, a root, a logarithm or a function of the user"
                  + " comes before it; what a model is fed, its parameters and its state are"
                  + " looked through instead"),
          new Departure(
              d -> isConvolution(d.of()),
              false,
              "padding, and what no window looks at, is multiplied by zeros, which makes NaN of"
                  + " what is not finite: never a number of it"),
          new Departure(
              d -> Set.of(Op.Resample.class, Op.ResampleBack.class).contains(d.of().op()),
              false,
              "a neighbour of weight 0 is multiplied by it, which makes NaN of infinity"),
          new Departure(
              d -> isSlope(d) && isInfinite(d),
              false,
              "slopes are computed in parts, which may be infinite with different signs"),
          new Departure(
              d -> isDenormal(d) && has(d, Eltwise.of(Eltwise.Kind.LOG)),
              false,
              "the logarithm takes a denormal for the smallest normal number: -88 for -92"),
          new Departure(
              d -> isDenormal(d) && d.of().op() == Op.Binary.class && d.isGradient(),
              false,
              "the gradient of a / b for b = 1e-40 is beyond float32: infinity by infinity"));

  /// On instruction sets that stand in for others' processors, the smallest of each kind.
  static List<OpCase> cases() {
    return System.getenv("ONEDNN_MAX_CPU_ISA") == null ? OpCases.few() : OpCases.smallest();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothEnginesGiveTheSameOrTheDepartureIsListed(OpCase c) {
    assertThat(Extremes.of(new OneDnnEngine(), c))
        .filteredOn(d -> DEPARTURES.stream().noneMatch(departure -> departure.covers(d)))
        .isEmpty();
  }

  @Test
  void everyOpHasACase() {
    var without = new ArrayList<>(OpCases.ops());
    without.removeAll(cases().stream().map(OpCase::op).toList());
    assertThat(without).containsExactlyInAnyOrder(Op.Fill.class, Op.Literal.class); // no operand
  }

  private static boolean isDenormal(Difference d) {
    return d.value() == Extreme.DENORMAL || d.value() == Extreme.MINUS_DENORMAL;
  }

  private static boolean isInfinite(Difference d) {
    return d.value() == Extreme.INFINITY || d.value() == Extreme.MINUS_INFINITY;
  }

  private static boolean isSlope(Difference d) {
    return d.of().op() == Op.MapBack.class || d.of().op() == Op.Map.class && d.isGradient();
  }

  private static boolean isConvolution(OpCase c) {
    return c.graph().steps().stream()
        .map(step -> step.op() instanceof Op.Fused(var main, _) ? main : step.op())
        .anyMatch(op ->
            op instanceof Op.Conv
                || op instanceof Op.ConvBackData
                || op instanceof Op.ConvBackFilter);
  }

  private static boolean has(Difference d, Eltwise function) {
    return d.of().graph().steps().stream()
        .anyMatch(step ->
            switch (step.op()) {
              case Op.Map(var f) -> f.equals(function);
              case Op.MapBack(var f) -> f.equals(function);
              case Op.Fused(_, var posts) -> posts.contains(new Op.Post.Apply(function));
              default -> false;
            });
  }

  private static boolean isClippedProduct(OpCase c) {
    return c.graph().steps().stream()
        .anyMatch(step ->
            step.op() instanceof Op.Fused(var main, var posts)
                && (main instanceof Op.Conv || main instanceof Op.MatMul)
                && posts.stream().anyMatch(post -> Watch.hides(post, false)));
  }
}
