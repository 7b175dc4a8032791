// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.engine.Plan;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.onednn.dnnl.OpenMp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan that drafts itself anew when somebody moved one of its variables, e.g. when training packed
/// a filter that a prediction plan reads, and when it is run where OpenMP grants another number of
/// threads.
///
/// Where NaN comes out, a plan that changes no variable runs once more, exactly: the fast relu makes
/// NaN of minus infinity, where 0 is right. In a step of training it stays, and ends the training.
final class OneDnnPlan implements Plan {
  private final Graph graph;
  private final int threads;
  private int team;
  private Bound bound;

  /// Whether a second run may give something better than NaN, and does no harm.
  private final boolean repeatable;

  private @Nullable Bound exact;
  private boolean closed;

  /// @param threads how many are wished for
  OneDnnPlan(Graph graph, int threads) {
    this.graph = graph;
    this.threads = threads;
    this.team = OpenMp.granted(threads);
    this.bound = Bound.of(graph, team, false);
    this.repeatable =
        graph.steps().stream().noneMatch(Step::isEffect)
            && graph.steps().stream().anyMatch(step -> hasRelu(step.op()));
  }

  @Override
  public void feed(int input, float[] values) {
    current().feed(input, values);
  }

  @Override
  public void run(long key) {
    dropExact();
    var fast = current();
    fast.run(key);
    if (repeatable && fast.hasNan()) {
      exact = Bound.of(graph, team, true);
      exact.takeInputs(fast);
      exact.run(key);
    }
  }

  @Override
  public void fetch(int output, float[] target) {
    requireOpen();
    (exact == null ? bound : exact).fetch(output, target);
  }

  @Override
  public Memory memory() {
    return bound.memory();
  }

  @Override
  public List<Part> parts() {
    return bound.parts();
  }

  @Override
  public List<Part> profile(long key) {
    return current().profile(key);
  }

  @Override
  public void close() {
    closed = true;
    bound.close();
    dropExact();
  }

  private void dropExact() {
    if (exact != null) {
      exact.close();
      exact = null;
    }
  }

  private static boolean hasRelu(Op op) {
    return switch (op) {
      case Op.Map(var function) -> function.equals(Eltwise.relu());
      case Op.Fused(var main, var posts) ->
          hasRelu(main) || posts.contains(new Op.Post.Apply(Eltwise.relu()));
      default -> false;
    };
  }

  private Bound current() {
    requireOpen();
    int granted = OpenMp.granted(threads);
    if (granted != team || !bound.isCurrent()) {
      var next = Bound.of(graph, granted, false);
      next.takeInputs(bound);
      bound.close();
      bound = next;
      team = granted;
    }
    return bound;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The plan was closed.");
    }
  }
}
