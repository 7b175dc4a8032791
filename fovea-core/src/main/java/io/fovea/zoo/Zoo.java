// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.input;

import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.error.Nearest;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.util.List;
import java.util.OptionalDouble;

/// Every published network by name: `Zoo.model("lenet5")`.
public final class Zoo {
  // accuracies: Keras' and torchvision's pages of pretrained models; the papers for the others
  private static final List<Entry> ENTRIES =
      List.of(
          entry("lenet5", LeNet5.LENET5, Shape.of(28, 28, 1)),
          entry("lenet5-original", LeNet5Original.LENET5_ORIGINAL, Shape.of(28, 28, 1)),
          entry("basic-cnn", BasicCnn.BASIC_CNN, Shape.of(28, 28, 1)),
          entry("alexnet", AlexNet.ALEXNET, 227, 59.3),
          entry("alexnet-torchvision", AlexNet.ALEXNET_TORCHVISION, 224, 56.5),
          entry("googlenet", GoogLeNet.GOOGLENET, 224, 69.8),
          entry("googlenet-torchvision", GoogLeNetBn.GOOGLENET_TORCHVISION, 224, 69.8),
          entry("inception-v3", InceptionV3.INCEPTION_V3, 299, 77.9),
          entry("inception-resnet-v2", InceptionResNetV2.INCEPTION_RESNET_V2, 299, 80.3),
          entry("vgg16", Vgg.VGG16, 224, 71.3),
          entry("vgg19", Vgg.VGG19, 224, 71.3),
          entry("resnet18", ResNet.RESNET18, 224, 69.8),
          entry("resnet34", ResNet.RESNET34, 224, 73.3),
          entry("resnet50", KerasResNet.RESNET50, 224, 74.9),
          entry("resnet101", KerasResNet.RESNET101, 224, 76.4),
          entry("resnet152", KerasResNet.RESNET152, 224, 76.6),
          entry("resnet50-v1.5", ResNet.RESNET50_V1_5, 224, 76.1),
          entry("resnet101-v1.5", ResNet.RESNET101_V1_5, 224, 77.4),
          entry("resnet152-v1.5", ResNet.RESNET152_V1_5, 224, 78.3),
          entry("resnet50-v2", KerasResNet.RESNET50_V2, 224, 76.0),
          entry("resnet101-v2", KerasResNet.RESNET101_V2, 224, 77.2),
          entry("resnet152-v2", KerasResNet.RESNET152_V2, 224, 78.0),
          entry("xception", Xception.XCEPTION, 299, 79.0),
          entry("se-resnet18", ResNet.SE_RESNET18, Shape.of(224, 224, 3)),
          entry("se-resnet34", ResNet.SE_RESNET34, Shape.of(224, 224, 3)),
          entry("se-resnet50", ResNet.SE_RESNET50, 224, 76.7),
          entry("se-resnet101", ResNet.SE_RESNET101, 224, 77.6),
          entry("se-resnet152", ResNet.SE_RESNET152, 224, 78.4),
          entry("se-inception", GoogLeNet.SE_INCEPTION, Shape.of(224, 224, 3)),
          entry("senet154", SeNet154.SENET154, 224, 81.3),
          entry("efficientnet-b0", EfficientNet.B0, 224, 77.1),
          entry("efficientnet-b1", EfficientNet.B1, 240, 79.1),
          entry("efficientnet-b2", EfficientNet.B2, 260, 80.1),
          entry("efficientnet-b3", EfficientNet.B3, 300, 81.6),
          entry("efficientnet-b4", EfficientNet.B4, 380, 82.9),
          entry("efficientnet-b5", EfficientNet.B5, 456, 83.6),
          entry("efficientnet-b6", EfficientNet.B6, 528, 84.0),
          entry("efficientnet-b7", EfficientNet.B7, 600, 84.3),
          entry("mobilenet", MobileNet.MOBILENET, 224, 70.4),
          entry("mobilenet-v2", MobileNetV2.MOBILENET_V2, 224, 71.3),
          entry("densenet121", DenseNet.DENSENET121, 224, 75.0),
          entry("convnext-tiny", ConvNext.CONVNEXT_TINY, 224, 81.3));

  private Zoo() {}

  /// One line of the list.
  ///
  /// @param name as the command line knows it
  /// @param network from pictures to probabilities
  /// @param picture shape of one picture, `[H, W, C]`
  /// @param top1 published share of ImageNet's validation pictures whose class it finds, in percent
  public record Entry(String name, Layer network, Shape picture, OptionalDouble top1) {
    /// The network described, without values.
    public Network described() {
      return Network.to(network.on(input(picture.toArray())));
    }
  }

  private static Entry entry(String name, Layer network, Shape picture) {
    return new Entry(name, network, picture, OptionalDouble.empty());
  }

  private static Entry entry(String name, Layer network, int side, double top1) {
    return new Entry(name, network, Shape.of(side, side, 3), OptionalDouble.of(top1));
  }

  /// The whole list.
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /// All names.
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /// The line of a name.
  ///
  /// @throws IllegalArgumentException if there is no such name
  public static Entry entry(String name) {
    return ENTRIES.stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                FoveaException.format(
                    "Zoo.model",
                    "the name of a network",
                    name,
                    Nearest.fix(name, names(), "Zoo.names() lists all."))));
  }

  /// A new model of this name, with parameters drawn from the default seed.
  ///
  /// @throws IllegalArgumentException if there is no such name
  public static Model model(String name) {
    return model(name, entry(name).picture());
  }

  /// A new model of this name for pictures of another size or color.
  ///
  /// @param picture `[H, W, C]`
  /// @throws IllegalArgumentException if there is no such name
  /// @throws io.fovea.error.ShapeException if the network cannot take such pictures
  public static Model model(String name, Shape picture) {
    return Model.to(name, entry(name).network().on(input(picture.toArray())));
  }

  /// A new model of this name for pictures and classes of one's own.
  ///
  /// @param picture `[H, W, C]`
  /// @param classes how many
  /// @throws IllegalArgumentException if there is no such name, or only for a number of classes
  /// @throws io.fovea.error.ShapeException if the network cannot take such pictures
  public static Model model(String name, Shape picture, int classes) {
    var listed = entry(name).network();
    var network = listed instanceof Architecture<?> family ? family.classes(classes) : listed;
    var model = Model.to(name, network.on(input(picture.toArray())));
    int outputs = model.network().outputShape().channels();
    Args.check(
        outputs == classes,
        name,
        "data of " + outputs + " classes, as the paper has them",
        classes,
        "choose a network for any number of classes.");
    return model;
  }

  /// A network of this name on its way to a model, see [Draft].
  ///
  /// @throws IllegalArgumentException if there is no such name, or its top cannot be exchanged
  public static Draft draft(String name) {
    var entry = entry(name);
    if (entry.network() instanceof Architecture<?> network) {
      return Draft.of(entry, network);
    }
    throw new IllegalArgumentException(
        FoveaException.format(
            "Zoo.draft", "a network whose top can be exchanged", name, "call Zoo.model(name)."));
  }

  /// The draft of a network of the list, whatever its top.
  static Draft draft(Architecture<?> network) {
    return ENTRIES.stream()
        .filter(entry ->
            entry.network() instanceof Architecture<?> listed
                && listed.withoutTop().equals(network.withoutTop()))
        .findFirst()
        .map(entry -> Draft.of(entry, network))
        .orElseThrow(() ->
            new IllegalArgumentException(
                FoveaException.format(
                    "model()",
                    "a network that the zoo lists",
                    network.toString(),
                    "call Model.to(name, network.on(input(height, width, 3))).")));
  }

  /// A model of this name with weights learned from ImageNet, downloaded when asked for the first
  /// time.
  ///
  /// @throws IllegalArgumentException if no weights are published for it
  /// @throws io.fovea.error.DataException if they cannot be had; says where to put them by hand
  public static Model pretrained(String name) {
    return Pretrained.of(name).into(model(name), (_, _) -> {});
  }
}
