package io.fovea.zoo;

import static io.fovea.nn.Layers.input;

import io.fovea.error.FoveaException;
import io.fovea.nn.Layer;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.util.List;

/// Every published network by name: `Zoo.model("lenet5")`.
public final class Zoo {
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("lenet5", LeNet5.LENET5, Shape.of(28, 28, 1)),
          new Entry("basic-cnn", BasicCnn.BASIC_CNN, Shape.of(28, 28, 1)));

  private Zoo() {}

  /// One line of the list.
  ///
  /// @param name as the command line knows it
  /// @param network from pictures to probabilities
  /// @param input shape of one picture
  private record Entry(String name, Layer network, Shape input) {}

  /// All names.
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /// A new model of this name, with parameters drawn from the default seed.
  ///
  /// @throws IllegalArgumentException if there is no such name
  public static Model model(String name) {
    var entry = entry(name);
    return model(entry, entry.input());
  }

  /// A new model of this name for pictures of another size or color.
  ///
  /// @param picture `[H, W, C]`
  /// @throws IllegalArgumentException if there is no such name
  /// @throws io.fovea.error.ShapeException if the network cannot take such pictures
  public static Model model(String name, Shape picture) {
    return model(entry(name), picture);
  }

  private static Model model(Entry entry, Shape picture) {
    return Model.to(entry.name(), entry.network().on(input(picture.toArray())));
  }

  private static Entry entry(String name) {
    return ENTRIES.stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                FoveaException.format("Zoo.model", "one of " + names(), name, "check the name.")));
  }
}
