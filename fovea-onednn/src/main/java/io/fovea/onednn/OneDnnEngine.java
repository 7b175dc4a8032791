package io.fovea.onednn;

import io.fovea.engine.Availability;
import io.fovea.engine.Engine;
import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.onednn.dnnl.Library;
import io.fovea.onednn.dnnl.Natives;
import java.util.Map;
import java.util.TreeMap;

/// oneDNN on the processor's own cores; found by `ServiceLoader`.
///
/// `-Dfovea.threads=n` sets the number of threads (default: all processors).
public final class OneDnnEngine implements Engine {
  private static final int PRIORITY = 100;

  /// For `ServiceLoader`.
  public OneDnnEngine() {}

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Availability availability() {
    var natives = Natives.availability();
    var facts = new TreeMap<String, String>();
    facts.put("threads", String.valueOf(threads()));
    facts.put("library", natives.path());
    if (natives.available()) {
      facts.put("isa", Library.instructionSet());
      facts.put("bf16", String.valueOf(Library.hasBf16Instructions()));
    }
    return new Availability(
        natives.available(), natives.version(), natives.reason(), Map.copyOf(facts));
  }

  @Override
  public Plan compile(Graph graph) {
    Natives.require();
    return new OneDnnPlan(graph, threads());
  }

  static int threads() {
    int all = Runtime.getRuntime().availableProcessors();
    return Math.max(1, Integer.getInteger("fovea.threads", all));
  }
}
