// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Numbers that another framework computed, by name.
///
/// ```java
/// var goldens = Goldens.keras();
/// double loss = goldens.number("losses", "cce");
/// double[] y = goldens.numbers("layers", "Conv2D(2,3,strides=1,same)", "out");
/// ```
public final class Goldens {
  private static final String KERAS = "/golden/keras-3.16-golden-values.json";

  private final String resource;
  private final JsonNode root;

  private Goldens(String resource) {
    this.resource = resource;
    this.root = read(resource);
  }

  /// Keras 3.16 on its NumPy backend: layers, activations, losses, metrics, optimizers, schedules.
  public static Goldens keras() {
    return new Goldens(KERAS);
  }

  /// The names below a place, in the file's order.
  public List<String> names(String... path) {
    var names = new ArrayList<String>();
    at(path).fieldNames().forEachRemaining(names::add);
    return names;
  }

  /// The raw value at a place.
  ///
  /// @throws DataException if there is none
  public JsonNode at(String... path) {
    var node = root;
    for (var name : path) {
      node = node.path(name);
    }
    if (node.isMissingNode()) {
      throw new DataException(
          resource,
          "a value at " + Arrays.toString(path),
          "none",
          "check the spelling of the name.");
    }
    return node;
  }

  /// One number.
  public double number(String... path) {
    return at(path).asDouble();
  }

  /// All numbers at a place, in order, however deeply they are nested.
  public double[] numbers(String... path) {
    var numbers = new ArrayList<Double>();
    collect(at(path), numbers);
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// A shape at a place.
  public Shape shape(String... path) {
    return Shape.of(Arrays.stream(numbers(path)).mapToInt(size -> (int) size).toArray());
  }

  /// The inputs that the goldens were computed with: [#arr(Shape, double, double, int, double)]
  /// with `a = 1`, `b = 0`, `m = 97`, `s = 50`.
  public static Tensor arr(Shape shape) {
    return arr(shape, 1, 0, 97, 50);
  }

  /// The weights that the goldens were computed with: `m = 41`, `s = 30`.
  public static Tensor weights(Shape shape) {
    return arr(shape, 1, 0, 41, 30);
  }

  /// Element `k` is `(((37 k + 11) mod m) - floor(m / 2)) / s a + b`.
  public static Tensor arr(Shape shape, double a, double b, int m, double s) {
    return Tensor.generate(shape, k -> ((37 * k + 11) % m - m / 2) / s * a + b);
  }

  private static void collect(JsonNode node, List<Double> numbers) {
    if (node.isContainerNode()) {
      node.forEach(child -> collect(child, numbers));
    } else {
      numbers.add(node.asDouble());
    }
  }

  private static JsonNode read(String resource) {
    try (InputStream stream = Goldens.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new DataException(
            resource, "a file on the class path", "none", "add fovea-testkit to the class path.");
      }
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
