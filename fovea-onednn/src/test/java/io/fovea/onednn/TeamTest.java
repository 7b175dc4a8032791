// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fovea.train.Model;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Training ends, with as many threads as OpenMP really starts, whatever the user's variables say.
class TeamTest {
  /// Counts the threads of a region, and trains: in the first thread, in another, and in two at once.
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      var engine = new OneDnnEngine();
      System.out.println("threads " + engine.availability().facts().get("threads"));
      work("first");
      other("second").join();
      var both = List.of(other("third"), other("fourth"));
      for (var thread : both) {
        thread.join();
      }
    }

    private static Thread other(String name) {
      return Thread.ofPlatform().start(() -> work(name));
    }

    private static void work(String name) {
      var model =
          Model.of(
                  input(32, 32, 3),
                  conv2d(16, 3).same().relu(),
                  batchNorm(),
                  maxPool2d(2),
                  flatten(),
                  dense(3).softmax())
              .initialize(3)
              .runOn(Pictures.fast());
      model.compile(sgd(0.1), sparseCategoricalCrossentropy());
      model.fit(Pictures.labelled(16, 3, 32, 32, 3), epochs(1).batch(8));
      boolean finite = Float.isFinite(model.predict(Pictures.plain(1, 32, 32, 3)).toArray()[0]);
      System.out.println(name + " " + finite + " " + started());
    }

    /// How many threads GNU's OpenMP starts for this one: each raises a semaphore once.
    private static int started() {
      var library = new OneDnnEngine().availability().facts().get("library");
      try (var arena = Arena.ofConfined()) {
        var linker = Linker.nativeLinker();
        var openMp = Path.of(library).resolveSibling("libgomp.so.1");
        var parallel =
            linker.downcallHandle(
                SymbolLookup.libraryLookup(openMp, Arena.global()).find("GOMP_parallel").get(),
                FunctionDescriptor.ofVoid(
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT));
        var semaphore = arena.allocate(64, 16); // all zero: nobody has raised it
        parallel.invokeExact(
            linker.defaultLookup().find("sem_post").get(),
            semaphore,
            OneDnnEngine.threads(), // what is wished for; a plan must use what comes of it
            0);
        return semaphore.get(ValueLayout.JAVA_INT, 0);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
  }

  static Stream<Arguments> variables() {
    int all = Runtime.getRuntime().availableProcessors();
    return Stream.of(
        Arguments.of(Map.of("OMP_DYNAMIC", "true"), all),
        Arguments.of(Map.of("OMP_DYNAMIC", "true", "OMP_NUM_THREADS", "7"), 7),
        Arguments.of(Map.of("OMP_THREAD_LIMIT", "1"), 1),
        Arguments.of(Map.of("OMP_THREAD_LIMIT", "3", "OMP_NUM_THREADS", "7"), 3),
        Arguments.of(Map.of("OMP_MAX_ACTIVE_LEVELS", "0"), 1),
        Arguments.of(Map.of("OMP_NUM_THREADS", "7"), 7),
        Arguments.of(Map.of("OMP_NUM_THREADS", "5,1", "OMP_NESTED", "true"), 5),
        Arguments.of(
            Map.of("OMP_PROC_BIND", "close", "OMP_PLACES", "cores", "OMP_WAIT_POLICY", "active"),
            all),
        Arguments.of(Map.of("OMP_NUM_THREADS", "1"), 1),
        Arguments.of(Map.of("GOMP_CPU_AFFINITY", "0", "GOMP_SPINCOUNT", "0"), all));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void aPlanHasAsManyThreadsAsOpenMpStarts(Map<String, String> variables, int threads)
      throws Exception {
    assumeGnu();
    assertThat(lines(List.of(), variables)).isEqualTo(expected(threads));
  }

  @Test
  void aPlanHasOneThreadOnOneProcessor() throws Exception {
    assumeGnu();
    var taskset = Path.of("/usr/bin/taskset");
    assumeTrue(Files.isExecutable(taskset), "taskset is not installed");
    assertThat(lines(List.of(taskset.toString(), "-c", "0"), Map.of())).isEqualTo(expected(1));
  }

  private static void assumeGnu() {
    assumeTrue(System.getProperty("os.name").startsWith("Linux"), "variables of GNU's OpenMP");
  }

  private static List<String> lines(List<String> before, Map<String, String> variables)
      throws Exception {
    return Fork.run(Program.class, before, variables, "-XX:TieredStopAtLevel=1")
        .lines()
        .filter(line -> !line.startsWith("libgomp:")) // its own advice on deprecated variables
        .sorted()
        .toList();
  }

  private static List<String> expected(int threads) {
    return Stream.concat(
            Stream.of("threads " + threads),
            Stream.of("first", "second", "third", "fourth").map(name -> name + " true " + threads))
        .sorted()
        .toList();
  }
}
