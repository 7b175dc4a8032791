package io.fovea.data;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// What one data set gives to each example: an input, a label, or both. Immutable, shared by the
/// workers.
///
/// @param source where its values come from
/// @param numbers the number in the source, by the number that the example has in the leading
///     source; empty if it is the same
/// @param stages changes of each input
/// @param classNames empty if labels are not class numbers
record Column(Source source, int[] numbers, List<Stage> stages, List<String> classNames) {
  Column {
    stages = List.copyOf(stages);
    classNames = List.copyOf(classNames);
  }

  int number(int example) {
    return numbers.length == 0 ? example : numbers[example];
  }

  /// Shape of an input after the last stage.
  Shape exampleShape() {
    return stages.isEmpty() ? source.exampleShape() : stages.getLast().shape();
  }

  /// Whether reading is no more than copying.
  boolean isAtHand() {
    Source plain = source instanceof OneHot(Source inside, _) ? inside : source;
    return stages.isEmpty() && plain instanceof InMemory;
  }

  ExampleReader reader(Rng rng) {
    return new ExampleReader(source, stages, rng);
  }

  Column forEvaluation() {
    return new Column(
        source, numbers, stages.stream().filter(s -> !s.trainingOnly()).toList(), classNames);
  }

  Column classNames(List<String> names) {
    return new Column(source, numbers, stages, names);
  }

  /// The same values for another leading source: example `theirs[i]` of the present one belongs to
  /// its example `ours[i]`.
  Column under(int[] ours, int[] theirs, int size) {
    var renumbered = new int[size];
    Arrays.fill(renumbered, -1);
    for (int i = 0; i < ours.length; i++) {
      renumbered[ours[i]] = number(theirs[i]);
    }
    return new Column(source, renumbered, stages, classNames);
  }
}
