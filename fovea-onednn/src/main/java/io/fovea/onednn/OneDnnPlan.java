package io.fovea.onednn;

import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import java.util.List;

/// A plan that drafts itself anew when somebody moved one of its variables, e.g. when training packed
/// a filter that a prediction plan reads.
final class OneDnnPlan implements Plan {
  private final Graph graph;
  private final int threads;
  private Bound bound;
  private boolean closed;

  OneDnnPlan(Graph graph, int threads) {
    this.graph = graph;
    this.threads = threads;
    this.bound = Bound.of(graph, threads);
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
    if (!bound.isCurrent()) {
      var next = Bound.of(graph, threads);
      next.takeInputs(bound);
      bound.close();
      bound = next;
    }
    return bound;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The plan was closed.");
    }
  }
}
