package io.fovea.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the `run.json` beside a model file says about the model.
///
/// @param data name of the data set it learned from; empty if unknown
/// @param classes names of the classes; empty if unknown
record RunFacts(String data, List<String> classes) {
  private static final RunFacts NONE = new RunFacts("", List.of());

  /// Copies the list.
  RunFacts {
    classes = List.copyOf(classes);
  }

  /// Reads the facts; a model file without them, or with damaged ones, is as good as any other.
  static RunFacts beside(Path modelFile) {
    var file = modelFile.resolveSibling(RunFolder.FACTS);
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readString(file));
      var classes = new ArrayList<String>();
      root.path("classes").forEach(name -> classes.add(name.asText()));
      return new RunFacts(root.path("data").path("name").asText(""), classes);
    } catch (IOException e) {
      return NONE;
    }
  }
}
