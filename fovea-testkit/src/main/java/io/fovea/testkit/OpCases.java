// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Op;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Cases for every op that an engine runs, at sizes that hurt: channels beside multiples of 8 and 16,
/// odd pictures, strides above the kernel, padding of unequal sides, dilation, groups, windows as
/// large as the picture, every kind of broadcasting.
///
/// ```java
/// @ParameterizedTest
/// @MethodSource("io.fovea.testkit.OpCases#all")
/// void givesWhatTheReferenceEngineGives(OpCase c) {
///   EngineComparison.with(engine).check(c);
/// }
/// ```
public final class OpCases {
  /// Channel counts just off the widths of vector registers.
  static final int[] CHANNELS = {1, 3, 7, 8, 15, 16, 17, 33};

  private OpCases() {}

  /// All cases, small ones first.
  public static List<OpCase> all() {
    return Stream.of(
            SourceCases.all(),
            ConvCases.all(),
            MatMulCases.all(),
            PoolCases.all(),
            ResampleCases.all(),
            NormCases.all(),
            EltwiseCases.all(),
            BinaryCases.all(),
            ShapeCases.all(),
            CustomCases.all(),
            FusedCases.all())
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(OpCase::size))
        .toList();
  }

  /// The cases for one op, small ones first.
  public static List<OpCase> of(Class<? extends Op> op) {
    return all().stream().filter(c -> c.op().equals(op)).toList();
  }

  /// The cases that central differences can check, small ones first.
  public static List<OpCase> smooth() {
    return all().stream().filter(c -> c.slope() == OpCase.Slope.SMOOTH).toList();
  }

  /// A few cases for each op, and for each function and chain of an op: for checks that run a case
  /// many times. The smallest, one in the middle and the largest.
  public static List<OpCase> few() {
    return ofEachKind(
        cases -> Stream.of(0, cases.size() / 2, cases.size() - 1).distinct().map(cases::get));
  }

  /// The smallest case for each op, and for each function and chain of an op.
  public static List<OpCase> smallest() {
    return ofEachKind(cases -> Stream.of(cases.getFirst()));
  }

  private static List<OpCase> ofEachKind(Function<List<OpCase>, Stream<OpCase>> chosen) {
    return all().stream().collect(Collectors.groupingBy(OpCases::kind)).values().stream()
        .flatMap(chosen)
        .filter(c -> !c.operands().isEmpty())
        .sorted(Comparator.comparingLong(OpCase::size))
        .toList();
  }

  /// Op, function and chain, without sizes.
  private static String kind(OpCase c) {
    return c.op().getSimpleName()
        + c.graph().steps().stream()
            .map(step ->
                switch (step.op()) {
                  case Op.Map(var function) -> function.toString();
                  case Op.MapBack(var function) -> function.toString();
                  case Op.Binary(var kind) -> kind.toString();
                  case Op.Reduce(var kind, _) -> kind.toString();
                  case Op.Fused(var main, var posts) -> main.getClass().getSimpleName() + posts;
                  default -> "";
                })
            .collect(Collectors.joining());
  }

  /// Every op that must have a case: all but [Op.Input], which every case has, and [Op.Phase], which
  /// no engine sees.
  @SuppressWarnings("unchecked") // what Op permits implements Op
  public static List<Class<? extends Op>> ops() {
    return Arrays.stream(Op.class.getPermittedSubclasses())
        .filter(type -> type != Op.Input.class && type != Op.Phase.class)
        .<Class<? extends Op>>map(type -> (Class<? extends Op>) type)
        .toList();
  }
}
