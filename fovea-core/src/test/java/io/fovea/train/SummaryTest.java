// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.conv2dTranspose;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.normalization;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.rescaling;
import static io.fovea.nn.Layers.separableConv2d;
import static io.fovea.nn.Layers.zeroPadding2d;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.sgd;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.engine.Engines;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static String keras(String name) throws IOException {
    try (var in = SummaryTest.class.getResourceAsStream("keras-" + name + "-summary.txt")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static Model leNet() {
    return Model.of(
        input(28, 28, 1),
        conv2d(6, 5).same().relu(),
        maxPool2d(2),
        conv2d(16, 5).relu(),
        maxPool2d(2),
        flatten(),
        dense(120).relu(),
        dense(84).relu(),
        dense(10).softmax());
  }

  @Test
  void aSequentialModelPrintsAsInKeras() throws IOException {
    var base =
        Model.of(
            input(8, 8, 3),
            conv2d(4, 3).same().noBias(),
            batchNorm(),
            conv2d(4, 3).same().noBias(),
            batchNorm());
    var x = input(8, 8, 3).then("base", base).then(globalAvgPool2d());
    var model =
        Model.to("fx_sequential", x.then("dropout_1", dropout(0.5)).then("head", dense(2)))
            .runOn(Engines.named("reference"));
    // the optimizer of the file was made while the base was frozen
    base.freeze();
    model.compile(sgd(0.1).momentum(0.9), categoricalCrossentropy());
    model.resumeAt(1);
    base.unfreeze();
    assertThat(model.summary(SummaryStyle.keras().ascii(false).width(88)))
        .isEqualTo(keras("sequential"));
  }

  @Test
  void aModelWithBranchesPrintsAsInKeras() throws IOException {
    var x =
        input(8, 8, 3)
            .then(rescaling(0.5))
            .then(normalization(Tensor.vector(0, 0, 0), Tensor.vector(1, 1, 1)))
            .then(zeroPadding2d(0, 1, 0, 1))
            .then("stem", conv2d(4, 3).stride(2).noBias())
            .then("stem_bn", batchNorm())
            .then(relu());
    var y = x.then(depthwiseConv2d(3).same()).then(separableConv2d(4, 3).same()).plus(x);
    var z =
        y.then(dropout(0.5))
            .then(conv2dTranspose(3, 2).stride(2))
            .then(maxPool2d(2))
            .then(avgPool2d(2))
            .then(flatten())
            .then(dense(6))
            .then("pred", dense(5));
    var model = Model.to("fx_functional", z).runOn(Engines.named("reference"));
    model.compile(adam(0.1), categoricalCrossentropy());
    model.resumeAt(1);
    // here an input is always called input, and the statistics of a normalization are no parameters
    String expected =
        keras("functional")
            .replace("img (InputLayer)  ", "input (InputLayer)")
            .replace("img[0][0]  ", "input[0][0]")
            .replace("            7 │ rescaling[0][0]", "            0 │ rescaling[0][0]")
            .replace("Total params: 1,145 (4.47 KB)", "Total params: 1,138 (4.45 KB)")
            .replace("15 (60.00 B)", "8 (32.00 B)");
    assertThat(model.summary(SummaryStyle.keras().ascii(false).width(88))).isEqualTo(expected);
  }

  @Test
  void eightyColumnsGiveTheWidthsOfKeras() {
    // 76 columns: cells of 33, 24 and 15 with their blanks
    assertThat(leNet().summary(SummaryStyle.keras().ascii(false)).lines().skip(1).findFirst())
        .hasValue("┏" + "━".repeat(33) + "┳" + "━".repeat(24) + "┳" + "━".repeat(15) + "┓");
  }

  @Test
  void columnsOnRequest() {
    var style =
        SummaryStyle.keras()
            .ascii(false)
            .width(88)
            .withTrainable()
            .withReceptiveField()
            .withMacs()
            .withMemory();
    var model = leNet().freeze(path -> path.startsWith("conv2d/"));
    assertThat(model.summary(style).lines().filter(line -> line.contains("conv2d (Conv2D)")))
        .singleElement()
        .asString()
        .matches("│ conv2d \\(Conv2D\\) +│ .*│ +156 │ +N +│ +5 │ +1 │ +0\\.12 │ +18\\.38 .*");
    assertThat(model.summary(style))
        .contains(
            " Total params: 61,706 (241.04 KB)\n"
                + " Trainable params: 61,550 (240.43 KB)\n"
                + " Non-trainable params: 156 (624.00 B)\n"
                + " Total MMACs: 0.42\n");
  }

  @Test
  void theNumbersAreThoseOfTheNetwork() {
    var summary = Summary.of(leNet());
    assertThat(summary.parameters()).isEqualTo(61_706);
    // 28 28 6 25 + 10 10 16 150 + 400 120 + 120 84 + 84 10
    assertThat(summary.macs()).isEqualTo(117_600 + 240_000 + 48_000 + 10_080 + 840);
    var rows = summary.layers();
    assertThat(rows).extracting(Summary.Layer::name).startsWith("input", "conv2d", "max_pooling2d");
    assertThat(rows)
        .extracting(Summary.Layer::type)
        .startsWith("InputLayer", "Conv2D", "MaxPooling2D");
    assertThat(rows)
        .extracting(Summary.Layer::macs)
        .containsExactly(0L, 117_600L, 0L, 240_000L, 0L, 0L, 48_000L, 10_080L, 840L);
    assertThat(rows)
        .extracting(row -> row.field().orElseThrow().toString())
        .containsExactly("1", "5", "6", "14", "16", "16", "28", "28", "28");
    // each pooling doubles the distance; what sees the whole picture has no neighbours
    assertThat(rows)
        .extracting(row -> row.field().orElseThrow().steps())
        .containsExactly("1", "1", "2", "2", "4", "4", "-", "-", "-");
    assertThat(rows.get(1).memory()).isEqualTo(28 * 28 * 6 * 4);
    assertThat(rows.get(1).output()).hasToString("[N, 28, 28, 6]");
  }

  @Test
  void arithmeticBetweenLayersHasRowsOfItsOwn() {
    var x = input(4, 4, 2);
    var a = x.then(conv2d(2, 1));
    var b = x.then(conv2d(2, 1));
    var summary = Summary.of(Model.to("m", a.plus(b).plus(x).concat(-1, a).then(flatten())));
    assertThat(summary.sequential()).isFalse();
    assertThat(summary.layers())
        .extracting(row -> row.name() + " " + row.inputs())
        .containsExactly(
            "input []",
            "conv2d [input]",
            "conv2d_1 [input]",
            "add [conv2d, conv2d_1]",
            "add_1 [add, input]",
            "concatenate [add_1, conv2d]",
            "flatten [concatenate]");
  }

  private static Model wide() {
    var x = input(224, 224, 3).then("stage1.unit1.expanded.conv2d", conv2d(2048, 3).same());
    var y = x.then("stage1.unit1.squeezed.conv2d", conv2d(2048, 1));
    return Model.to("wide", x.plus(y).then(globalAvgPool2d()).then(dense(123_456)))
        .runOn(Engines.named("reference"));
  }

  @Test
  void whateverTheWidthTheTableKeepsToItAndNumbersAreWhole() {
    var all =
        SummaryStyle.keras()
            .ascii(false)
            .withTrainable()
            .withReceptiveField()
            .withMacs()
            .withMemory();
    var model = wide();
    for (int terminal = 44; terminal <= 160; terminal++) {
      for (var style : java.util.List.of(SummaryStyle.keras().ascii(false), all)) {
        var text = model.summary(style.terminal(terminal));
        int room = terminal;
        assertThat(text.lines()).allMatch(line -> line.length() <= room);
        // 2048 filters of 2048 channels; 2048 units and a bias for each class
        assertThat(text).contains(" 4,196,352 ", " 252,961,344 ", "2048)", "nv2d ");
        assertThat(text.lines().filter(line -> line.matches(".*([\\d,]{3}…|…[\\d,]{2}).*")))
            .isEmpty();
      }
    }
  }

  @Test
  void aNameThatIsTooLongLosesItsMiddle() {
    assertThat(wide().summary(SummaryStyle.keras().ascii(false).terminal(60)))
        .contains("│ stage1…conv2d │");
  }

  @Test
  void columnsForWhichThereIsNoRoomAreNamed() {
    var style = SummaryStyle.keras().ascii(false).withTrainable().withMacs().withMemory();
    assertThat(wide().summary(style.terminal(60))).contains(" No room for: ");
    assertThat(wide().summary(style.terminal(120))).doesNotContain("No room");
  }

  @Test
  void whereLinesCannotBeShownTheyAreDrawnWithAscii() {
    var text = wide().summary(SummaryStyle.keras().ascii(true));
    assertThat(text.chars()).allMatch(c -> c < 0x80);
    assertThat(text.lines().skip(1).findFirst().orElseThrow()).matches("\\+(=+\\+)+");
    assertThat(text.lines().map(String::length)).contains(76);
  }

  @Test
  void aTableTooNarrowIsRejected() {
    assertThatThrownBy(() -> SummaryStyle.keras().width(20))
        .hasMessage("summary.width: expected at least 40 columns, got 20.\n  Fix: pass e.g. 88.");
  }
}
