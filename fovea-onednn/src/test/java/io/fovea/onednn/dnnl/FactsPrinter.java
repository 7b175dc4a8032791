// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.TestInfo;

/// Prints implementation and time of primitives, one thread unless told otherwise.
final class FactsPrinter implements AutoCloseable {
  final Sandbox box = new Sandbox(1);

  void title(TestInfo info) {
    OpenMp.threads(Integer.getInteger("fovea.threads", 1));
    System.out.printf(
        "%n== %s (oneDNN %s, %s, %d threads)%n",
        info.getTestMethod().orElseThrow().getName(),
        Natives.availability().version(),
        Library.instructionSet(),
        OpenMp.threads());
  }

  /// Prints implementation and time of one primitive, all its arguments allocated.
  PrimitiveDesc print(String name, Supplier<PrimitiveDesc> factory) {
    PrimitiveDesc desc = Primitives.ifImplemented(factory).orElse(null);
    if (desc == null) {
      System.out.printf("%-72s not implemented%n", name);
      return null;
    }
    long created = System.nanoTime();
    Primitive primitive = Primitive.of(desc);
    created = System.nanoTime() - created;
    try (DnnlScope scope = DnnlScope.open("measurement")) {
      PrimitiveCall call = primitive.on(arguments(scope, desc));
      System.out.printf(
          Locale.ROOT,
          "%-72s %-44s %10.4f ms  (created in %.1f ms)%n",
          name,
          desc.implementation(),
          time(call) / 1e6,
          created / 1e6);
    }
    primitive.close();
    return desc;
  }

  /// Every argument that the primitive knows, filled with zeros.
  private static Arg[] arguments(DnnlScope scope, PrimitiveDesc desc) {
    List<Arg> args = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (int id = 1; id <= 256; id++) {
      ids.add(id);
    }
    for (int i = 0; i < 8; i++) {
      ids.add(Arg.MULTIPLE_SRC + i);
      ids.add(32768 * (i + 1) + Arg.SRC_1);
    }
    for (int id : ids) {
      desc.argument(id)
          .ifPresent(expected -> args.add(new Arg(id, Memory.allocate(scope, expected))));
    }
    return args.toArray(Arg[]::new);
  }

  /// Nanoseconds of one run: the best of many short rounds, which other programs rarely disturb.
  private double time(PrimitiveCall call) {
    int runs = 1;
    double best = Double.MAX_VALUE;
    long start = System.nanoTime();
    for (int round = 0; round < 3 || System.nanoTime() - start < 30_000_000; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        call.run(box.stream);
      }
      long passed = System.nanoTime() - begin;
      best = Math.min(best, passed / (double) runs);
      if (passed < 10_000) {
        runs *= 2;
      }
    }
    return best;
  }

  @Override
  public void close() {
    box.close();
  }
}
