// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.augment.Preprocessing.BYTES;
import static io.fovea.augment.Preprocessing.CAFFE;
import static io.fovea.augment.Preprocessing.SIGNED;
import static io.fovea.augment.Preprocessing.STANDARD;

import io.fovea.augment.Preprocessing;
import io.fovea.error.FoveaException;
import io.fovea.error.Nearest;
import io.fovea.file.Download;
import io.fovea.file.RemoteFile;
import io.fovea.graph.Variable;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Weights learned from ImageNet that Keras publishes.
///
/// They are downloaded when they are asked for the first time, verified, and kept where Keras keeps
/// them: `$KERAS_HOME/models`, or `~/.keras/models`.
///
/// @param model name in the zoo
/// @param address of both files, up to the folder
/// @param file name of the file with the top, for pictures of the usual size
/// @param fileWithoutTop name of the file without, for pictures of the usual size
/// @param checksum of the file with the top; empty if none is published
/// @param checksumWithoutTop of the file without
/// @param sides of square pictures, in pixels, that have files of their own, named alike but for this
///     number; empty if one file serves all pictures
/// @param preprocessing what the network wants done to pictures
public record Pretrained(
    String model,
    String address,
    String file,
    String fileWithoutTop,
    String checksum,
    String checksumWithoutTop,
    List<Integer> sides,
    Preprocessing preprocessing) {
  /// Copies the list.
  public Pretrained {
    sides = List.copyOf(sides);
  }

  private static final List<Double> DEVIATIONS =
      List.of(0.229, 0.224, 0.225); // of ImageNet's colors

  private static final int USUAL_SIDE = 224;

  private static final String KERAS =
      "https://storage.googleapis.com/tensorflow/keras-applications/";
  private static final String EFFICIENTNET = "https://storage.googleapis.com/keras-applications/";

  // spotless:off
  private static final List<Pretrained> ALL =
      List.of(
          keras(
              "vgg16",
              "vgg16",
              "vgg16",
              CAFFE,
              "64373286793e3c8b2b4e3219cbf3544b",
              "6d6bbae143d832006294945121d1f1fc"),
          keras(
              "vgg19",
              "vgg19",
              "vgg19",
              CAFFE,
              "cbe5617147190e668d6c5d5026f83318",
              "253f8cb515780f3b799900260a226db6"),
          keras(
              "resnet50",
              "resnet",
              "resnet50",
              CAFFE,
              "2cb95161c43110f7111970584f804107",
              "4d473c1dd8becc155b73f8504c6f6626"),
          keras(
              "resnet101",
              "resnet",
              "resnet101",
              CAFFE,
              "f1aeb4b969a6efcfb50fad2f0c20cfc5",
              "88cf7a10940856eca736dc7b7e228a21"),
          keras(
              "resnet152",
              "resnet",
              "resnet152",
              CAFFE,
              "100835be76be38e30d865e96f2aaae62",
              "ee4c566cf9a93f14d82f913c2dc6dd0c"),
          keras(
              "resnet50-v2",
              "resnet",
              "resnet50v2",
              SIGNED,
              "3ef43a0b657b3be2300d5770ece849e0",
              "fac2f116257151a9d068a22e544a4917"),
          keras(
              "resnet101-v2",
              "resnet",
              "resnet101v2",
              SIGNED,
              "6343647c601c52e1368623803854d971",
              "c0ed64b8031c3730f411d2eb4eea35b5"),
          keras(
              "resnet152-v2",
              "resnet",
              "resnet152v2",
              SIGNED,
              "a49b44d1979771252814e80f8ec446f9",
              "ed17cf2e0169df9d443503ef94b23b33"),
          keras(
              "inception-v3",
              "inception_v3",
              "inception_v3",
              SIGNED,
              "9a0d58056eeedaa3f26cb7ebd46da564",
              "bcbd6486424b2319ff4ef7d526e38f63"),
          keras(
              "inception-resnet-v2",
              "inception_resnet_v2",
              "inception_resnet_v2",
              SIGNED,
              "e693bd0210a403b3192acc6073ad2e96",
              "d19885ff4a710c122648d3b5c3b684e4"),
          keras(
              "xception",
              "xception",
              "xception",
              SIGNED,
              "0a58e3b7378bc2990ea3b43d5981f1f6",
              "b0042744bf5b25fce3cb969f33bebb97"),
          keras(
              "densenet121",
              "densenet",
              "densenet121",
              STANDARD,
              "9d60b8095a5708f2dcce2bca79d332c7",
              "30ee3e1110167f948a6b9946edeeb738"),
          new Pretrained(
              "mobilenet-v2",
              KERAS + "mobilenet_v2/",
              "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5",
              "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
              "",
              "",
              List.of(96, 128, 160, 192, 224),
              SIGNED),
          new Pretrained(
              "mobilenet",
              KERAS + "mobilenet/",
              "mobilenet_1_0_224_tf.h5",
              "mobilenet_1_0_224_tf_no_top.h5",
              "",
              "",
              List.of(128, 160, 192, 224),
              SIGNED),
          new Pretrained(
              "convnext-tiny",
              KERAS + "convnext/",
              "convnext_tiny.h5",
              "convnext_tiny_notop.h5",
              "8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff",
              "d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1",
              List.of(),
              BYTES),
          efficient("b0", "902e53a9f72be733fc0bcb005b3ebbac", "50bc09e76180e00e4465e1a485ddc09d"),
          efficient("b1", "1d254153d4ab51201f1646940f018540", "74c4e6b3e1f6a1eea24c589628592432"),
          efficient("b2", "b15cce36ff4dcbd00b6dd88e7857a6ad", "111f8e2ac8aa800a7a99e3239f7bfb39"),
          efficient("b3", "ffd1fdc53d0ce67064dc6a9c7960ede0", "af6d107764bb5b1abb91932881670226"),
          efficient("b4", "18c95ad55216b8f92d7e70b3a046e2fc", "ebc24e6d6c33eaebbd558eafbeedf1ba"),
          efficient("b5", "ace28f2a6363774853a83a0b21b9421a", "38879255a25d3c92d5e44e04ae6cec6f"),
          efficient("b6", "165f6e37dce68623721b423839de8be5", "9ecce42647a20130c1f39a5d4cb75743"),
          efficient("b7", "8c03f828fec3ef71311cd463b6759d99", "cbcfe4450ddf6f3ad90b1b398090fe4a"));

  // spotless:on

  private static Pretrained keras(
      String model,
      String folder,
      String stem,
      Preprocessing preprocessing,
      String checksum,
      String checksumWithoutTop) {
    var file = stem + "_weights_tf_dim_ordering_tf_kernels";
    return new Pretrained(
        model,
        KERAS + folder + "/",
        file + ".h5",
        file + "_notop.h5",
        checksum,
        checksumWithoutTop,
        List.of(),
        preprocessing);
  }

  private static Pretrained efficient(String size, String checksum, String checksumWithoutTop) {
    var file = "efficientnet" + size;
    return new Pretrained(
        "efficientnet-" + size,
        EFFICIENTNET,
        file + ".h5",
        file + "_notop.h5",
        checksum,
        checksumWithoutTop,
        List.of(),
        BYTES);
  }

  /// All of them.
  public static List<Pretrained> all() {
    return ALL;
  }

  /// The weights of a network, if any are published.
  ///
  /// @param model name in the zoo
  public static Optional<Pretrained> find(String model) {
    return ALL.stream().filter(row -> row.model().equals(model)).findFirst();
  }

  /// The weights of a network.
  ///
  /// @throws IllegalArgumentException if none are published
  public static Pretrained of(String model) {
    return find(model)
        .orElseThrow(() ->
            new IllegalArgumentException(
                FoveaException.format(
                    "Pretrained.of",
                    "a network with published weights",
                    model,
                    Nearest.fix(
                        model,
                        ALL.stream().map(Pretrained::model).toList(),
                        "Pretrained.all() lists all; or train this one."))));
  }

  /// The name of the file for pictures of one size: of weights that were learned from square pictures
  /// of this size where there are such, else of those for 224 x 224 pixels, as Keras chooses.
  ///
  /// @param withTop whether with the layers for the classes of ImageNet
  /// @param height in pixels
  /// @param width in pixels
  public String file(boolean withTop, int height, int width) {
    String usual = withTop ? file : fileWithoutTop;
    return height == width && sides.contains(height)
        ? usual.replace("_" + USUAL_SIDE, "_" + height)
        : usual;
  }

  /// The file with the weights, downloaded if it is not there yet.
  ///
  /// @param withTop whether with the layers for the classes of ImageNet
  /// @param height of the pictures, in pixels
  /// @param width of the pictures, in pixels
  /// @param progress hears what arrives
  /// @throws io.fovea.error.DataException if it cannot be had; says where to put it by hand
  public Path fetch(boolean withTop, int height, int width, Download.Progress progress) {
    var remote =
        RemoteFile.in(
            List.of(address),
            file(withTop, height, width),
            withTop ? checksum : checksumWithoutTop);
    var settings = Download.Settings.of(ImageNet.KNOB).progress(progress);
    return Download.fetch(remote, ImageNet.folder(), settings);
  }

  /// Puts the weights for pictures of its size into a model of this network, and what belongs to them into its metadata.
  ///
  /// @param model with the top for the thousand classes, or without any top
  /// @param progress hears what arrives
  /// @throws io.fovea.error.DataException if the file cannot be had; says where to put it by hand
  /// @throws io.fovea.error.FormatException if the model is another one
  public Model into(Model model, Download.Progress progress) {
    return into(model, model.network().outputShape().channels() == ImageNet.CLASSES, progress);
  }

  Model into(Model model, boolean withTop, Download.Progress progress) {
    var pictures = model.network().inputShape();
    var file = fetch(withTop, pictures.get(1), pictures.get(2), progress);
    return completed(model.loadWeights(file));
  }

  /// Adds what belongs to weights that a file gave to a model of this network.
  public Model completed(Model model) {
    model.variables().stream()
        .filter(variable -> variable.path().equals("normalization/variance"))
        .filter(Pretrained::holdsDeviations)
        .forEach(Pretrained::square);
    var spec = model.inputSpec().preprocessing(preprocessing);
    boolean named = model.network().outputShape().channels() != ImageNet.CLASSES;
    return model.noteInput(named ? spec : spec.labels(ImageNet.names()));
  }

  /// Whether there are deviations where variances belong, as in the files of EfficientNet.
  private static boolean holdsDeviations(Variable variable) {
    float[] values = variable.read();
    return values.length == DEVIATIONS.size()
        && IntStream.range(0, values.length)
            .allMatch(i -> Math.abs(values[i] - DEVIATIONS.get(i)) < 1e-4);
  }

  private static void square(Variable variable) {
    float[] values = variable.read();
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
    }
    variable.write(values);
  }
}
