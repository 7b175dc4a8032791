// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.data.InputSpec;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// What a model notes about pictures and classes, so that its file can be asked about any picture.
final class Noted {
  private Noted() {}

  /// Shape of one picture that a model takes.
  ///
  /// @throws ShapeException if it takes something else
  static Shape picture(Model model) {
    var network = model.network();
    if (!takesPictures(model)) {
      throw new ShapeException(
          model.name(),
          "a network that takes pictures [H, W, 1] or [H, W, 3]",
          "one that takes " + network.inputShapes(),
          "use a network for pictures.");
    }
    return example(network.inputShapes().getFirst());
  }

  /// Whether a model takes one picture at a time, and nothing beside it.
  static boolean takesPictures(Model model) {
    var shapes = model.network().inputShapes();
    return shapes.size() == 1 && InputSpec.isPicture(example(shapes.getFirst()));
  }

  /// Gives a model built on another one what that one noted, but for its classes.
  static Model carried(Model base, Model whole) {
    return takesPictures(base)
        ? whole.noteInput(base.inputSpec().labels(List.of()))
        : whole.prepareWith(base.preprocessing());
  }

  /// Notes what data says, unless the model knows classes by name already; says what cannot be noted.
  static void from(Dataset data, Model model) {
    var network = model.network();
    boolean pictures =
        takesPictures(model)
            && data.exampleShape().equals(example(network.inputShapes().getFirst()));
    if (!pictures || network.outputShapes().size() > 1) {
      return;
    }
    var where = model.name() + ".fit";
    var known = model.inputSpec();
    var names = data.classNames();
    if (!known.labels().isEmpty()) {
      if (!known.labels().equals(names) && !isNumbered(names)) {
        Warnings.say(
            where,
            "the model calls its classes " + some(known.labels()) + ", the data " + some(names),
            "note the new names: model.noteInput(model.inputSpec().labels(data.classNames())).");
      }
      return;
    }
    var seen = data.inputSpec();
    if (seen.isEmpty() && data.isMapped()) {
      Warnings.say(
          where,
          "the data changes pictures by map(...), which model files cannot hold, so that a"
              + " Classifier and 'fovea predict' leave it out",
          "make it an augment(...), a layer, or a Preprocessing; or prepare pictures as here when"
              + " asking.");
    } else if (seen.isPresent()
        && InputSpec.isNoted(model.metadata())
        && known.preprocessing() != seen.get().preprocessing()) {
      Warnings.say(
          where,
          "the model wants pictures prepared as %s, but the data prepares them as %s"
              .formatted(known.preprocessing().label(), seen.get().preprocessing().label()),
          "train on data.map(model.preprocessing()).");
    }
    model.noteInput(seen.orElse(known).labels(names));
  }

  private static boolean isNumbered(List<String> names) {
    return IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals(String.valueOf(i)));
  }

  private static String some(List<String> names) {
    return names.size() > 5 ? names.subList(0, 5) + " and more" : names.toString();
  }

  private static Shape example(Shape batch) {
    return batch.slice(1, batch.rank());
  }
}
