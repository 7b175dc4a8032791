// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.zoo.Draft.Origin.IMAGENET;
import static io.fovea.zoo.KerasResNet.RESNET50;
import static io.fovea.zoo.MobileNetV2.MOBILENET_V2;
import static io.fovea.zoo.Xception.XCEPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fovea.augment.Preprocessing;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {
  @TempDir Path folder;

  @Test
  void aDraftBecomesAModelOfTheZoo() {
    var base = XCEPTION.model().withoutTop().build();
    assertThat(base.name()).isEqualTo("xception");
    assertThat(base.network().outputShape()).isEqualTo(Shape.of(Shape.OPEN, 10, 10, 2048));
    var flowers = base.then(globalAvgPool2d(), dense(5).softmax());
    assertThat(flowers.parameters()).isEqualTo(20_861_480 + 2048 * 5 + 5);
    base.freeze();
    assertThat(flowers.trainableParameters()).isEqualTo(2048 * 5 + 5);
  }

  @Test
  void topAndPicturesAreExchanged() {
    var draft = MOBILENET_V2.model().input(96, 64);
    assertThat(draft.avgPooled().build().network().outputShape().channels()).isEqualTo(1280);
    assertThat(draft.maxPooled().build().network().outputShape().rank()).isEqualTo(2);
    assertThat(draft.classes(7).build().network().outputShape().channels()).isEqualTo(7);
    assertThat(draft.build().network().inputShape()).isEqualTo(Shape.of(Shape.OPEN, 96, 64, 3));
    assertThat(Zoo.draft("mobilenet-v2").withoutTop())
        .extracting(Draft::name, Draft::network)
        .containsExactly("mobilenet-v2", MOBILENET_V2.withoutTop());
  }

  @Test
  void weightsOfImageNetGoWithItsClasses() {
    assertThatThrownBy(() -> RESNET50.model().weights(IMAGENET).classes(5).build())
        .hasMessage(
            "resnet50.weights(IMAGENET): expected the 1000 classes of ImageNet, or no top, got"
                + " Classes[count=5].\n  Fix: build it withoutTop(), and put a head of your own on"
                + " it with then(...).");
  }

  @Test
  void networksWithoutPublishedWeightsSaySo() {
    assertThatThrownBy(() -> ResNet.RESNET18.model().weights(IMAGENET).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Pretrained.of: expected a network with published weights, got resnet18.\n"
                + "  Fix: did you mean resnet50, resnet101 or resnet152? Pretrained.all() lists all;"
                + " or train this one.");
  }

  @Test
  void networksThatTheZooDoesNotListSaySo() {
    var own = new Vgg(List.of(1, 1, 1, 1, 1), Top.NONE);
    assertThatThrownBy(own::model)
        .hasMessageStartingWith("model(): expected a network that the zoo lists, got Vgg[");
    assertThatThrownBy(() -> Zoo.draft("lenet5-original"))
        .hasMessageStartingWith("Zoo.draft: expected a network whose top can be exchanged");
  }

  @Test
  void everyPublishedFileHasANameAnAddressAndItsPreprocessing() {
    assertThat(Pretrained.all()).hasSize(23);
    for (var row : Pretrained.all()) {
      assertThat(Zoo.draft(row.model()).network().top()).isEqualTo(Top.IMAGENET);
      assertThat(row.address()).startsWith("https://storage.googleapis.com/").endsWith("/");
      assertThat(row.file()).endsWith(".h5");
      assertThat(row.fileWithoutTop()).isNotEqualTo(row.file()).endsWith("top.h5");
    }
    // one of each kind, as Keras' sources have it
    assertThat(Pretrained.of("xception"))
        .isEqualTo(
            new Pretrained(
                "xception",
                "https://storage.googleapis.com/tensorflow/keras-applications/xception/",
                "xception_weights_tf_dim_ordering_tf_kernels.h5",
                "xception_weights_tf_dim_ordering_tf_kernels_notop.h5",
                "0a58e3b7378bc2990ea3b43d5981f1f6",
                "b0042744bf5b25fce3cb969f33bebb97",
                List.of(),
                Preprocessing.SIGNED));
  }

  @Test
  void mobileNetsHaveWeightsForPicturesOfSeveralSizes() {
    var second = Pretrained.of("mobilenet-v2");
    var of = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_";
    for (int side : new int[] {96, 128, 160, 192, 224}) {
      assertThat(second.file(true, side, side)).isEqualTo(of + side + ".h5");
      assertThat(second.file(false, side, side)).isEqualTo(of + side + "_no_top.h5");
    }
    assertThat(second.file(true, 160, 192)).isEqualTo(of + "224.h5");
    assertThat(second.file(true, 300, 300)).isEqualTo(of + "224.h5");

    var first = Pretrained.of("mobilenet");
    assertThat(first.file(true, 128, 128)).isEqualTo("mobilenet_1_0_128_tf.h5");
    assertThat(first.file(false, 192, 192)).isEqualTo("mobilenet_1_0_192_tf_no_top.h5");
    assertThat(first.file(true, 96, 96)).isEqualTo("mobilenet_1_0_224_tf.h5"); // none of version 1

    var other = Pretrained.of("densenet121");
    assertThat(other.file(true, 160, 160)).isEqualTo(other.file());
    assertThat(other.file(false, 224, 224)).isEqualTo(other.fileWithoutTop());
  }

  // ---- names of classes ----------------------------------------------------------------------

  /// Some of them as the paper's own list numbers them, and the checksum that Keras publishes of
  /// its file, which holds the same names in the same order.
  @Test
  void theThousandNamesAreThoseOfKeras() throws Exception {
    var labels = ImageNet.labels();
    assertThat(labels).hasSize(ImageNet.CLASSES);
    var names = labels.stream().map(ImageNet.Label::label).toList();
    assertThat(names.get(0)).isEqualTo("tench");
    assertThat(names.get(1)).isEqualTo("goldfish");
    assertThat(names.get(207)).isEqualTo("golden_retriever");
    assertThat(names.get(285)).isEqualTo("Egyptian_cat");
    assertThat(names.get(817)).isEqualTo("sports_car");
    assertThat(names.get(999)).isEqualTo("toilet_tissue");
    var json =
        IntStream.range(0, 1000)
            .mapToObj(
                i -> "\"%d\": [\"%s\", \"%s\"]".formatted(i, labels.get(i).wordnet(), names.get(i)))
            .collect(Collectors.joining(", ", "{", "}"));
    var digest = MessageDigest.getInstance("MD5").digest(json.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo("c2c37ea517e94d9795004a39431a14cb");
  }

  @Test
  void theMostProbableClassesAreNamedBestFirst() {
    var labels = ImageNet.labels();
    var probabilities =
        Tensor.generate(
            Shape.of(2, 1000), i -> i == 7 ? 0.5 : i == 999 ? 0.3 : i == 1003 ? 0.9 : 1e-4);
    var guesses = ImageNet.decode(probabilities, labels, 2);
    assertThat(guesses.getFirst())
        .extracting(
            ImageNet.Guess::index, guess -> guess.label().wordnet(), guess -> guess.label().label())
        .containsExactly(tuple(7, "n01514668", "cock"), tuple(999, "n15075141", "toilet_tissue"));
    assertThat(guesses.get(1).getFirst().index()).isEqualTo(3);
    assertThat(guesses.get(1).getFirst().probability()).isEqualTo(0.9f);
  }

  @Test
  void wrongPredictionsAreSentences() {
    var labels = ImageNet.labels();
    assertThatThrownBy(() -> ImageNet.decode(Tensor.vector(1, 2), labels, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("ImageNet.decode: expected predictions [N, 1000], got [2]");
    assertThatThrownBy(() -> ImageNet.decode(Tensor.generate(Shape.of(1, 1000), i -> 0), labels, 0))
        .hasMessageStartingWith(
            "ImageNet.decode.top: expected a whole number of at least 1, got 0");
  }

  @Test
  void filesLieWhereKerasKeepsIts() {
    var home = Path.of(System.getProperty("user.home"));
    assertThat(ImageNet.folder(null)).isEqualTo(home.resolve(".keras/models"));
    assertThat(ImageNet.folder(" ")).isEqualTo(home.resolve(".keras/models"));
    assertThat(ImageNet.folder("/data/keras")).isEqualTo(Path.of("/data/keras/models"));
  }
}
