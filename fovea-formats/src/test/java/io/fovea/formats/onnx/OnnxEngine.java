// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.engine.Availability;
import io.fovea.engine.Engine;
import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Runs graphs by way of an ONNX file and ONNX Runtime, for comparison with the reference engine.
record OnnxEngine(Path folder, OnnxFormat format) implements Engine {
  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public Availability availability() {
    return new Availability(true, "", "", Map.of());
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Plan compile(Graph graph) {
    try {
      var file = Files.createTempFile(folder, "graph", ".onnx");
      format.write("graph", graph, Map.of(), file);
      return new Run(file, graph, format.channelsFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Run implements Plan {
    private final Path file;
    private final Graph graph;
    private final boolean channelsFirst;
    private final Tensor[] inputs;
    private List<Tensor> outputs = List.of();

    Run(Path file, Graph graph, boolean channelsFirst) {
      this.file = file;
      this.graph = graph;
      this.channelsFirst = channelsFirst;
      this.inputs = new Tensor[graph.inputs().size()];
    }

    @Override
    public void feed(int input, float[] values) {
      var x = Tensor.of(graph.inputs().get(input).output().shape(), values);
      inputs[input] = channelsFirst ? OnnxRuntime.channelsFirst(x) : x;
    }

    @Override
    public void run(long key) {
      outputs = OnnxRuntime.run(file, Arrays.asList(inputs));
    }

    @Override
    public void fetch(int output, float[] target) {
      var values = outputs.get(output);
      if (!values.shape().equals(graph.outputs().get(output).shape())) {
        throw new AssertionError(
            "expected " + graph.outputs().get(output).shape() + ", got " + values.shape());
      }
      values.copyTo(0, target, 0, values.elements());
    }

    @Override
    public Memory memory() {
      return new Memory(0, 0, 0, 0);
    }

    @Override
    public List<Part> parts() {
      return List.of();
    }

    @Override
    public List<Part> profile(long key) {
      run(key);
      return List.of();
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
