package io.fovea.data;

import java.util.List;
import java.util.stream.Stream;

/// What examples have beside their first input and first label.
///
/// @param inputs for the second input of a network, the third, ...
/// @param labels for its second output, the third, ...
record Companions(List<Column> inputs, List<Column> labels) {
  static final Companions NONE = new Companions(List.of(), List.of());

  Companions {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
  }

  Companions plusInputs(List<Column> more) {
    return new Companions(Stream.concat(inputs.stream(), more.stream()).toList(), labels);
  }

  Companions plusLabels(List<Column> more) {
    return new Companions(inputs, Stream.concat(labels.stream(), more.stream()).toList());
  }

  Companions forEvaluation() {
    return new Companions(inputs.stream().map(Column::forEvaluation).toList(), labels);
  }
}
