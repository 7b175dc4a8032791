package io.fovea.onednn;

import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.onednn.dnnl.OpenMp;
import java.util.List;

/// A plan that drafts itself anew when somebody moved one of its variables, e.g. when training packed
/// a filter that a prediction plan reads, and when it is run where OpenMP grants another number of
/// threads.
final class OneDnnPlan implements Plan {
  private final Graph graph;
  private final int threads;
  private int team;
  private Bound bound;
  private boolean closed;

  /// @param threads how many are wished for
  OneDnnPlan(Graph graph, int threads) {
    this.graph = graph;
    this.threads = threads;
    this.team = OpenMp.granted(threads);
    this.bound = Bound.of(graph, team);
  }

  @Override
  public void feed(int input, float[] values) {
    current().feed(input, values);
  }

  @Override
  public void run(long key) {
    current().run(key);
  }

  @Override
  public void fetch(int output, float[] target) {
    requireOpen();
    bound.fetch(output, target);
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
  }

  private Bound current() {
    requireOpen();
    int granted = OpenMp.granted(threads);
    if (granted != team || !bound.isCurrent()) {
      var next = Bound.of(graph, granted);
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
