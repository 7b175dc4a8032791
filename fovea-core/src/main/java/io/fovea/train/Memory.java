// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.FoveaException;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a callback remembers, as named values that a file can keep.
///
/// ```java
/// public Memory memory() {
///   return Memory.EMPTY.with("best", best).with("waited", waited);
/// }
/// ```
///
/// @param numbers by name, one or several under each
/// @param texts by name
/// @param tensors by name
@CheckReturnValue
public record Memory(
    SortedMap<String, List<Double>> numbers,
    SortedMap<String, String> texts,
    SortedMap<String, Tensor> tensors) {
  /// Nothing.
  public static final Memory EMPTY = new Memory(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /// Copies the maps.
  public Memory {
    numbers = Collections.unmodifiableSortedMap(new TreeMap<>(numbers));
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  /// With numbers of this name.
  public Memory with(String name, double... values) {
    var more = new TreeMap<>(numbers);
    more.put(name, Arrays.stream(values).boxed().toList());
    return new Memory(more, texts, tensors);
  }

  /// With a text of this name.
  public Memory with(String name, String text) {
    var more = new TreeMap<>(texts);
    more.put(name, text);
    return new Memory(numbers, more, tensors);
  }

  /// With a tensor of this name.
  public Memory with(String name, Tensor tensor) {
    var more = new TreeMap<>(tensors);
    more.put(name, tensor);
    return new Memory(numbers, texts, more);
  }

  /// Whether there is nothing in it.
  public boolean isEmpty() {
    return numbers.isEmpty() && texts.isEmpty() && tensors.isEmpty();
  }

  /// Whether there are numbers of this name.
  public boolean has(String name) {
    return numbers.containsKey(name);
  }

  /// The first number of this name.
  ///
  /// @throws IllegalArgumentException if there is none, as in the memory of something else
  public double number(String name) {
    var values = numbers(name);
    return values.length == 0 ? missing(numbers, name + "[0]") : values[0];
  }

  /// A number of this name that counts something.
  public int count(String name) {
    return (int) number(name);
  }

  /// All numbers of this name.
  public double[] numbers(String name) {
    var values = numbers.get(name);
    return (values == null ? Memory.<List<Double>>missing(numbers, name) : values)
        .stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// The text of this name.
  public String text(String name) {
    var text = texts.get(name);
    return text == null ? missing(texts, name) : text;
  }

  /// The tensor of this name.
  public Tensor tensor(String name) {
    var tensor = tensors.get(name);
    return tensor == null ? missing(tensors, name) : tensor;
  }

  private static <T> T missing(Map<String, ?> known, String name) {
    throw new IllegalArgumentException(
        FoveaException.format(
            "resuming",
            "a memory with " + name,
            "one of " + known.keySet(),
            "resume with the callbacks and metrics that the run was started with."));
  }
}
