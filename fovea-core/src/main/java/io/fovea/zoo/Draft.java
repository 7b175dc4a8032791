// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.FoveaException;
import io.fovea.file.Download;
import io.fovea.nn.Layers;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.Optional;

/// A network of the zoo on its way to a model: with which weights, which top, for which pictures.
///
/// ```java
/// Model base = XCEPTION.model().weights(IMAGENET).withoutTop().build();
/// Model flowers = base.then(globalAvgPool2d(), dense(5).softmax());
/// ```
///
/// @param name in the zoo
/// @param picture shape of one picture, `[H, W, C]`
/// @param weights where its first values come from; drawn from the default seed if empty
/// @param progress hears what of a download arrives
@CheckReturnValue
public record Draft(
    String name,
    Architecture<?> network,
    Shape picture,
    Optional<Origin> weights,
    Download.Progress progress) {
  /// Where weights come from.
  public sealed interface Origin {
    /// Learned from ImageNet, as Keras publishes them; downloaded when asked for the first time.
    Origin IMAGENET = new Published();

    /// See [#IMAGENET].
    record Published() implements Origin {}

    /// A file of any format that Fovea reads.
    record Local(Path file) implements Origin {}
  }

  static Draft of(Zoo.Entry entry, Architecture<?> network) {
    return new Draft(entry.name(), network, entry.picture(), Optional.empty(), (_, _) -> {});
  }

  /// Starts from published weights, or from none.
  public Draft weights(Origin origin) {
    return new Draft(name, network, picture, Optional.of(origin), progress);
  }

  /// Starts from the weights of a file, e.g. one that was downloaded by hand.
  public Draft weights(Path file) {
    return weights(new Origin.Local(file));
  }

  private Draft network(Architecture<?> other) {
    return new Draft(name, other, picture, weights, progress);
  }

  /// Ends in the last feature maps.
  public Draft withoutTop() {
    return network(network.withoutTop());
  }

  /// Ends in the mean of each of the last feature maps.
  public Draft avgPooled() {
    return network(network.avgPooled());
  }

  /// Ends in the largest value of each of the last feature maps.
  public Draft maxPooled() {
    return network(network.maxPooled());
  }

  /// For another number of classes; their layer has no published weights.
  public Draft classes(int count) {
    return network(network.classes(count));
  }

  /// For pictures of another size.
  ///
  /// @param height in pixels
  /// @param width in pixels
  public Draft input(int height, int width) {
    var other = Shape.of(height, width, picture.channels());
    return new Draft(name, network, other, weights, progress);
  }

  /// With somebody who hears what of a download arrives.
  public Draft progress(Download.Progress listener) {
    return new Draft(name, network, picture, weights, listener);
  }

  /// The model; downloads and reads weights if it starts from any.
  ///
  /// @throws IllegalArgumentException if no weights are published for it, or not for these classes
  /// @throws io.fovea.error.DataException if they cannot be had; says where to put them by hand
  /// @throws io.fovea.error.FormatException if a file is of another network
  /// @throws io.fovea.error.ShapeException if the network cannot take such pictures
  public Model build() {
    var published = Pretrained.find(name);
    if (weights.isPresent() && weights.get() instanceof Origin.Published) {
      requireClassesOfImageNet();
      var row = Pretrained.of(name); // a wrong wish shows before anything is described
      return row.into(described(), hasTop(), progress);
    }
    var model = described();
    if (weights.isPresent() && weights.get() instanceof Origin.Local(Path file)) {
      model.loadWeights(file);
      published.ifPresent(row -> row.completed(model));
    }
    return model;
  }

  private Model described() {
    return Model.to(name, network.on(Layers.input(picture.toArray())));
  }

  private boolean hasTop() {
    return network.top() instanceof Top.Classes;
  }

  private void requireClassesOfImageNet() {
    if (hasTop() && !network.top().equals(Top.IMAGENET)) {
      throw new IllegalArgumentException(
          FoveaException.format(
              name + ".weights(IMAGENET)",
              "the 1000 classes of ImageNet, or no top",
              network.top().toString(),
              "build it withoutTop(), and put a head of your own on it with then(...)."));
    }
  }
}
