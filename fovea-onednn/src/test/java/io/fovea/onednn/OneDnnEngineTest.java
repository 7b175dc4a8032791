// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.Engines;
import io.fovea.error.EngineException;
import io.fovea.graph.GraphBuilder;
import io.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How the engine presents itself, with its library and without.
class OneDnnEngineTest {
  private static final String NOWHERE = "-Dfovea.dnnl.path=/nonexistent";

  @Test
  void itIsChosenWhereItsLibraryRuns() {
    assertThat(Engines.best().name()).isEqualTo("onednn");
    assertThat(Engines.all())
        .extracting(engine -> engine.name())
        .containsExactly("onednn", "reference");
  }

  @Test
  void itSaysWhatRuns() {
    var availability = Pictures.fast().availability();
    assertThat(availability.available()).isTrue();
    assertThat(availability.reason()).isEmpty();
    assertThat(availability.version()).startsWith("3.13");
    assertThat(availability.facts()).containsOnlyKeys("threads", "library", "isa", "bf16");
    assertThat(availability.facts().get("bf16")).isIn("true", "false");
    assertThat(availability.facts().get("isa")).isNotBlank();
  }

  /// Prints what `doctor` would, the engine that is chosen, and what compiling for oneDNN says.
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      var engine = new OneDnnEngine();
      System.out.println("threads " + engine.availability().facts().get("threads"));
      System.out.println(
          "facts " + engine.availability().facts().keySet().stream().sorted().toList());
      System.out.println("best " + Engines.best().name());
      System.out.println(engine.availability().reason());
      try {
        var g = new GraphBuilder();
        engine.compile(g.build(List.of(g.input("x", Shape.of(1))))).close();
        System.out.println("compiled");
      } catch (EngineException e) {
        System.out.println("compiling: " + e.getMessage());
      }
      try {
        System.out.println(Engines.named("onednn").name());
      } catch (EngineException e) {
        System.out.println("choosing: " + e.getMessage());
      }
    }
  }

  @Test
  void theNumberOfThreadsIsASetting() throws Exception {
    assertThat(Fork.run(Program.class, "-Dfovea.threads=1")).contains("threads 1\n", "compiled\n");
    assertThat(Fork.run(Program.class, "-Dfovea.threads=0"))
        .as("at least one")
        .contains("threads 1\n", "compiled\n");
  }

  @Test
  void withoutItsLibraryTheReferenceEngineIsChosen() throws Exception {
    var text = Fork.run(Program.class, NOWHERE);
    assertThat(text)
        .contains("facts [library]\n", "best reference\n")
        .contains(
            "WARNING: The slow engine reference runs: oneDNN: the loader expected the library ")
        .contains(
            "oneDNN: the loader expected the library ",
            " at -Dfovea.dnnl.path=/nonexistent, got no such file.\n"
                + "  Fix: name the file or its folder, or remove the property.")
        .doesNotContain("compiled");
  }

  @Test
  void withoutItsLibraryCompilingAndChoosingSayWhy() throws Exception {
    assertThat(Fork.run(Program.class, NOWHERE))
        .contains("compiling: oneDNN: expected the library ", "got no such file.\n")
        .contains(
            "choosing: fovea.engine: expected an engine named onednn that can run here, got oneDNN: ");
  }

  @Test
  void anEngineThatIsWishedForButCannotRunIsAnError() throws Exception {
    assertThat(Fork.run(Wish.class, NOWHERE, "-Dfovea.engine=onednn"))
        .startsWith("fovea.engine: expected an engine named onednn that can run here, got ");
    assertThat(Fork.run(Wish.class, "-Dfovea.engine=reference"))
        .as("a wish needs no warning")
        .isEqualTo("reference\n");
    assertThat(Fork.run(Wish.class, "-Dfovea.engine=abacus"))
        .startsWith("fovea.engine: expected an engine named abacus that can run here, got only ");
  }

  /// Prints the engine that is chosen, or why there is none.
  static final class Wish {
    private Wish() {}

    public static void main(String[] args) {
      try {
        System.out.println(Engines.best().name());
      } catch (EngineException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
