// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.Dataset;
import io.fovea.engine.Availability;
import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.engine.Plan;
import io.fovea.error.EngineException;
import io.fovea.graph.Graph;
import io.fovea.onednn.Fork;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Each native function is made to fail at its last call, when most has to be cleaned up, as if memory
/// had been refused: one sentence comes of it,
/// nothing stays behind, and the next try works.
@Tag("native")
class FailingCallsTest {
  /// Trains, reads and predicts over and over; says what failed, and how.
  static final class Program {
    private static final int OUT_OF_MEMORY = 1;

    private static final int MOST_TRIES = 20;

    /// Functions that return something else than a status.
    private static final Set<Dnnl.Function> ANSWERS =
        Set.of(Dnnl.MEMORY_DESC_EQUAL, Dnnl.GET_EFFECTIVE_CPU_ISA, Dnnl.PRIMITIVE_DESC_QUERY_S32);

    private static final List<Dnnl.Function> FUNCTIONS = Dnnl.all();
    private static final int[] calls = new int[FUNCTIONS.size()];
    private static int failing = -1;
    private static int at;
    private static boolean failed;

    private Program() {}

    public static void main(String[] args) throws ReflectiveOperationException {
      Natives.require();
      for (int i = 0; i < FUNCTIONS.size(); i++) {
        var real = FUNCTIONS.get(i).handle();
        if (real.type().returnType() == int.class && !ANSWERS.contains(FUNCTIONS.get(i))) {
          FUNCTIONS.get(i).replace(guarded(i, real));
        }
      }
      fail(FUNCTIONS.indexOf(Dnnl.ENGINE_CREATE), 1);
      work();
      Arrays.fill(calls, 0);
      work();
      var counted = calls.clone();
      for (int i = 0; i < counted.length; i++) {
        if (counted[i] > 0) {
          fail(i, counted[i]);
        }
      }
      work();
      System.out.println("works");
    }

    private static MethodHandle guarded(int function, MethodHandle real)
        throws ReflectiveOperationException {
      var test =
          MethodHandles.insertArguments(
              MethodHandles.lookup()
                  .findStatic(
                      Program.class, "fails", MethodType.methodType(boolean.class, int.class)),
              0,
              function);
      var parameters = real.type().parameterList();
      return MethodHandles.guardWithTest(
          MethodHandles.dropArguments(test, 0, parameters),
          MethodHandles.dropArguments(
              MethodHandles.constant(int.class, OUT_OF_MEMORY), 0, parameters),
          real);
    }

    static synchronized boolean fails(int function) {
      boolean fails = ++calls[function] == at && function == failing;
      failed |= fails;
      return fails;
    }

    /// How often layouts are compared depends on where objects happen to lie, so the last call of one
    /// time may not come the next time; then the last one of that time is tried.
    private static void fail(int function, int call) {
      int last = call;
      for (int i = 0; i < MOST_TRIES && !tryToFail(function, last); i++) {
        last = calls[function];
      }
      if (!failed) {
        System.out.println("NEVER: call " + last + " of " + FUNCTIONS.get(function).name());
      }
    }

    /// @return whether there was such a call
    private static boolean tryToFail(int function, int call) {
      long before = DnnlScope.liveHandles();
      String name = FUNCTIONS.get(function).name();
      Arrays.fill(calls, 0);
      failing = function;
      at = call;
      failed = false;
      try {
        work();
        if (failed) {
          System.out.println("SILENT: call " + call + " of " + name);
        }
      } catch (EngineException e) {
        System.out.println(
            (e.getMessage().startsWith("oneDNN: expected success of " + name + "(")
                        && e.getMessage()
                            .contains("), got out of memory.\n  Fix: use a smaller batch")
                    ? "said: "
                    : "WRONG: ")
                + name);
      } finally {
        failing = -1;
      }
      if (DnnlScope.liveHandles() != before) {
        System.out.println(
            "LEFT: " + (DnnlScope.liveHandles() - before) + " by call " + call + " of " + name);
      }
      return failed;
    }

    private static void work() {
      var engine = new Closing(Engines.named("onednn"), new ArrayList<>());
      try {
        var model =
            Model.of(
                    input(6, 6, 1),
                    conv2d(4, 3).same().noBias(),
                    batchNorm(),
                    relu(),
                    maxPool2d(2),
                    flatten(),
                    dropout(0.2),
                    dense(3).softmax())
                .initialize(1)
                .runOn(engine);
        model.compile(sgd(0.1), sparseCategoricalCrossentropy());
        var pictures = Tensor.generate(Shape.of(4, 6, 6, 1), i -> i % 7);
        model.fit(Dataset.of(pictures, Tensor.of(Shape.of(4), 0, 1, 2, 0)), epochs(1).batch(4));
        model.variables().forEach(variable -> variable.read());
        model.predict(pictures);
      } finally {
        engine.close();
      }
    }
  }

  /// An engine whose plans can be closed at once, not when they are unreachable.
  private record Closing(Engine engine, List<Plan> plans) implements Engine {
    void close() {
      EngineException failed = null;
      for (var plan : plans) {
        try {
          plan.close();
        } catch (EngineException e) {
          failed = e;
        }
      }
      if (failed != null) {
        throw failed;
      }
    }

    @Override
    public Plan compile(Graph graph) {
      var plan = engine.compile(graph);
      plans.add(plan);
      return plan;
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public Availability availability() {
      return engine.availability();
    }

    @Override
    public int priority() {
      return engine.priority();
    }
  }

  @Test
  void aCallThatFailsGivesASentenceAndLeavesNothing() throws Exception {
    var lines = Fork.run(Program.class, "-XX:TieredStopAtLevel=1").lines().distinct().toList();
    assertThat(lines).last().isEqualTo("works");
    assertThat(lines).allMatch(line -> line.startsWith("said: ") || line.equals("works"));
    assertThat(lines)
        .contains(
            "said: dnnl_engine_create",
            "said: dnnl_stream_create",
            "said: dnnl_memory_create",
            "said: dnnl_memory_destroy",
            "said: dnnl_primitive_attr_create",
            "said: dnnl_primitive_create",
            "said: dnnl_primitive_execute",
            "said: dnnl_convolution_forward_primitive_desc_create",
            "said: dnnl_convolution_backward_weights_primitive_desc_create",
            "said: dnnl_reorder_primitive_desc_create");
  }
}
