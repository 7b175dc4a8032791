// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.engine.Availability;
import io.fovea.engine.Engine;
import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.onednn.dnnl.Library;
import io.fovea.onednn.dnnl.Natives;
import io.fovea.onednn.dnnl.OpenMp;
import java.util.Map;
import java.util.TreeMap;

/// oneDNN on the processor's own cores; found by `ServiceLoader`.
///
/// `-Dfovea.threads=n` sets the number of threads (default: `OMP_NUM_THREADS`, else all processors);
/// OpenMP may grant fewer.
public final class OneDnnEngine implements Engine {
  private static final int PRIORITY = 100;

  // asked before OpenMP is loaded, which under OMP_PROC_BIND ties the thread to one of them
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

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
    facts.put("library", natives.path());
    if (natives.available()) {
      facts.put("threads", String.valueOf(OpenMp.granted(threads())));
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

  /// The size of team that is wished for; [OpenMp#granted] says what comes of it.
  static int threads() {
    return Math.max(1, Integer.getInteger("fovea.threads", OpenMp.preferred(PROCESSORS)));
  }
}
