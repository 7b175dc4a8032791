// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Costs;
import io.fovea.graph.ReceptiveField;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks have the numbers of parameters, multiply-adds and pixels seen that others have published
/// for them.
class FiguresTest {
  private static Network picture(Layer network, int side) {
    return Network.to(network.on(input(side, side, 3)));
  }

  /// How many numbers there are, but for those of auxiliary classifiers.
  private static long parameters(Network network, Predicate<Variable> which) {
    return network.variables().stream()
        .filter(variable -> !variable.path().startsWith("aux"))
        .filter(which)
        .mapToLong(variable -> variable.shape().elements())
        .sum();
  }

  // Keras' page of applications; the second version of ResNet: torch and Keras summaries
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vgg16           | 138_357_544 |  14_714_688 |       0
          vgg19           | 143_667_240 |  20_024_384 |       0
          resnet50        |  25_636_712 |  23_587_712 |  53_120
          resnet101       |  44_707_176 |  42_658_176 | 105_344
          resnet152       |  60_419_944 |  58_370_944 | 151_424
          resnet50-v2     |  25_613_800 |  23_564_800 |  45_440
          resnet101-v2    |  44_675_560 |  42_626_560 |  97_664
          resnet152-v2    |  60_380_648 |  58_331_648 | 143_744
          inception-v3    |  23_851_784 |  21_802_784 |  34_432
          xception        |  22_910_480 |  20_861_480 |  54_528
          inception-resnet-v2 | 55_873_736 | 54_336_736 | 60_544
          mobilenet       |   4_253_864 |   3_228_864 |  21_888
          convnext-tiny   |  28_589_128 |  27_820_128 |       0
          densenet121     |   8_062_504 |   7_037_504 |  83_648
          mobilenet-v2    |   3_538_984 |   2_257_984 |  34_112
          efficientnet-b0 |   5_330_571 |   4_049_571 |  42_023
          efficientnet-b1 |   7_856_239 |   6_575_239 |  62_055
          efficientnet-b2 |   9_177_569 |   7_768_569 |  67_575
          efficientnet-b3 |  12_320_535 |  10_783_535 |  87_303
          efficientnet-b4 |  19_466_823 |  17_673_823 | 125_207
          efficientnet-b5 |  30_562_527 |  28_513_527 | 172_743
          efficientnet-b6 |  43_265_143 |  40_960_143 | 224_439
          efficientnet-b7 |  66_658_687 |  64_097_687 | 310_727
          """)
  void hasKerasNumberOfParameters(String name, String top, String withoutTop, String frozen) {
    var entry = Zoo.entry(name);
    var network = entry.described();
    assertThat(parameters(network, _ -> true)).isEqualTo(number(top));
    assertThat(parameters(network, v -> !v.trainable())).isEqualTo(number(frozen));
    var maps = picture(((Architecture<?>) entry.network()).withoutTop(), entry.picture().get(0));
    assertThat(parameters(maps, _ -> true)).isEqualTo(number(withoutTop));
  }

  // torchvision's pages of models and timm's tables, which count trained parameters alone; the
  // caffe model zoo for GoogLeNet; AlexNet in one column by hand
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alexnet               |  62_378_344
          alexnet-torchvision   |  61_100_840
          googlenet             |   6_998_552
          googlenet-torchvision |   6_624_904
          resnet18              |  11_689_512
          resnet34              |  21_797_672
          resnet50-v1.5         |  25_557_032
          resnet101-v1.5        |  44_549_160
          resnet152-v1.5        |  60_192_808
          se-resnet50           |  28_088_024
          se-resnet101          |  49_326_872
          se-resnet152          |  66_821_848
          senet154              | 115_088_984
          """)
  void hasThePublishedNumberOfTrainedParameters(String name, String count) {
    assertThat(parameters(Zoo.entry(name).described(), Variable::trainable))
        .isEqualTo(number(count));
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }

  @Test
  void auxiliaryClassifiersOfGoogLeNetComeOnTop() {
    // each: 1x1 convolution to 128 maps, 4 x 4 x 128 inputs of 1024 units, 1000 classes
    long each = (2048 * 1024 + 1024) + (1024 * 1000 + 1000);
    long both = (512 * 128 + 128) + (528 * 128 + 128) + 2 * each;
    var network = Zoo.entry("googlenet").described();
    long all = network.variables().stream().mapToLong(v -> v.shape().elements()).sum();
    assertThat(all - parameters(network, _ -> true)).isEqualTo(both).isEqualTo(6_379_728);
    assertThat(network.auxiliaries())
        .extracting(Network.Auxiliary::weight)
        .containsExactly(0.3, 0.3);
  }

  // the papers' and Keras' figures, in billions
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alexnet-torchvision | 0.71
          vgg16               | 15.5
          vgg19               | 19.6
          googlenet           | 1.6
          resnet18            | 1.8
          resnet34            | 3.7
          resnet50            | 3.9
          resnet50-v1.5       | 4.1
          resnet101-v1.5      | 7.8
          resnet152-v1.5      | 11.5
          inception-v3        | 5.7
          xception            | 8.4
          senet154            | 20.7
          inception-resnet-v2 | 13.2
          mobilenet           | 0.57
          mobilenet-v2        | 0.30
          convnext-tiny       | 4.5
          densenet121         | 2.8
          efficientnet-b0     | 0.39
          """)
  void needsThePublishedMultiplyAdds(String name, String billions) {
    var graph = Zoo.entry(name).described().graph().withoutEffects().prune().batch(1);
    int digits = billions.length() - billions.indexOf('.') - 1;
    assertThat(String.format(Locale.ROOT, "%." + digits + "f", Costs.productMacs(graph) / 1e9))
        .isEqualTo(billions);
  }

  // Araujo et al. 2019, "Computing receptive fields of convolutional neural networks"; version 1.5
  // of ResNet by hand: its 3x3 convolutions of stride 2 see the larger picture, 8 + 16 + 32 less
  @ParameterizedTest
  @CsvSource({
    "alexnet, 195, 32",
    "vgg16, 212, 32",
    "resnet50, 483, 32",
    "resnet101, 1027, 32",
    "resnet152, 1507, 32",
    "mobilenet, 315, 32",
    "inception-v3, 1311, 32",
    "inception-resnet-v2, 3039, 32",
    "resnet50-v1.5, 427, 32",
  })
  void seesThePublishedNumberOfPixels(String name, int pixels, int step) {
    var entry = Zoo.entry(name);
    var maps = picture(((Architecture<?>) entry.network()).withoutTop(), entry.picture().get(0));
    var field = ReceptiveField.of(maps.graph()).get(maps.graph().outputs().getFirst());
    assertThat(field).isEqualTo(new ReceptiveField(pixels, pixels, step, step));
  }
}
