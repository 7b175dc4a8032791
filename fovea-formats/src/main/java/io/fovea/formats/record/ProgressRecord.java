// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.formats.JsonValues.items;
import static io.fovea.formats.JsonValues.member;
import static io.fovea.formats.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.formats.JsonValues;
import io.fovea.formats.RecordReader;
import io.fovea.formats.RecordWriter;
import io.fovea.graph.Initializer;
import io.fovea.graph.Penalty;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Memory;
import io.fovea.train.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Where a run stands, as JSON; the tensors that callbacks remember lie beside it, as variables do.
///
/// @param tensors of all memories, in the order of their heads in the JSON
record ProgressRecord(ObjectNode json, List<Variable> tensors) {
  private static final String STATE = "state";
  private static final String TENSORS = "tensors";

  static ProgressRecord of(Progress progress) {
    var records = new RecordWriter(_ -> 0);
    var json = JsonNodeFactory.instance.objectNode();
    var plain = each(progress, (_, m) -> new Memory(m.numbers(), m.texts(), new TreeMap<>()));
    json.set(STATE, records.write("progress", plain, Progress.class));
    var heads = json.putArray(TENSORS);
    var tensors = new ArrayList<Variable>();
    progress
        .memories()
        .forEach((key, memory) ->
            memory
                .tensors()
                .forEach((name, tensor) -> {
                  var head = heads.addObject().put("memory", key).put("name", name);
                  head.set("shape", records.write("progress", tensor.shape(), Shape.class));
                  var variable = variable(key + " " + name, tensor.shape());
                  variable.write(tensor.toArray());
                  tensors.add(variable);
                }));
    return new ProgressRecord(json, tensors);
  }

  /// @param values reads those of these variables
  static Progress read(
      String where,
      RecordReader records,
      JsonNode json,
      Function<List<Variable>, List<float[]>> values) {
    var heads = items(where, member(where, json, TENSORS));
    var variables =
        heads.stream()
            .map(head ->
                variable(
                    text(where, member(where, head, "name")),
                    JsonValues.shape(where, member(where, head, "shape"))))
            .toList();
    var arrays = variables.isEmpty() ? List.<float[]>of() : values.apply(variables);
    return each(
        records.read(where, member(where, json, STATE), Progress.class),
        (key, memory) -> {
          var whole = memory;
          for (int i = 0; i < arrays.size(); i++) {
            if (text(where, member(where, heads.get(i), "memory")).equals(key)) {
              var variable = variables.get(i);
              whole = whole.with(variable.path(), Tensor.of(variable.shape(), arrays.get(i)));
            }
          }
          return whole;
        });
  }

  private static Variable variable(String path, Shape shape) {
    return new Variable(path, shape, Variable.Kind.STATE, Initializer.constant(0), Penalty.NONE);
  }

  private static Progress each(Progress all, BiFunction<String, Memory, Memory> change) {
    var memories = new TreeMap<>(all.memories());
    memories.replaceAll(change);
    return new Progress(
        all.epoch(),
        all.step(),
        all.steps(),
        all.event(),
        all.waiting(),
        all.logs(),
        all.notes(),
        all.counts(),
        memories);
  }
}
