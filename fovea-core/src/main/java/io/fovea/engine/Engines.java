// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine;

import io.fovea.error.EngineException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/// The engines on the class path, and which one to use.
public final class Engines {
  private static final List<Engine> ALL =
      ServiceLoader.load(Engine.class).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparingInt(Engine::priority).reversed())
          .toList();

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Engines() {}

  /// Every engine found, best first, whether it can run here or not.
  public static List<Engine> all() {
    return ALL;
  }

  /// The engine named by `-Dfovea.engine=`, else the best one that can run here. Says once, as a
  /// warning in the log, if that is only the slow one.
  public static Engine best() {
    String wish = System.getProperty("fovea.engine", "");
    if (!wish.isEmpty()) {
      return named(wish);
    }
    var best =
        ALL.stream()
            .filter(engine -> engine.availability().available())
            .findFirst()
            .orElseThrow(() -> none("any", "no engine that can run here"));
    if (best.priority() == 0 && !SAID.getAndSet(true)) {
      System.getLogger(Engines.class.getName()).log(System.Logger.Level.WARNING, slow(best));
    }
    return best;
  }

  private static String slow(Engine engine) {
    return "The slow engine "
        + engine.name()
        + " runs: "
        + (ALL.getFirst().equals(engine)
            ? "there is no other.\n  Fix: add fovea-onednn to the class path."
            : ALL.getFirst().availability().reason());
  }

  /// The engine of this name.
  ///
  /// @throws EngineException if there is none or it cannot run here
  public static Engine named(String name) {
    var engine =
        ALL.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> none(name, "only " + ALL.stream().map(Engine::name).toList()));
    var availability = engine.availability();
    if (!availability.available()) {
      throw none(name, availability.reason());
    }
    return engine;
  }

  private static EngineException none(String name, String got) {
    return new EngineException(
        "fovea.engine",
        "an engine named " + name + " that can run here",
        got,
        "add fovea-onednn to the class path, or run with -Dfovea.engine=reference (slow).");
  }
}
