// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import static io.fovea.loss.Losses.binaryCrossentropy;
import static io.fovea.loss.Losses.binaryFocal;
import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.categoricalFocal;
import static io.fovea.loss.Losses.categoricalHinge;
import static io.fovea.loss.Losses.cosineSimilarity;
import static io.fovea.loss.Losses.dice;
import static io.fovea.loss.Losses.hinge;
import static io.fovea.loss.Losses.huber;
import static io.fovea.loss.Losses.klDivergence;
import static io.fovea.loss.Losses.logCosh;
import static io.fovea.loss.Losses.meanAbsoluteError;
import static io.fovea.loss.Losses.meanAbsolutePercentageError;
import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.meanSquaredLogarithmicError;
import static io.fovea.loss.Losses.poisson;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.loss.Losses.squaredHinge;
import static io.fovea.loss.Losses.tversky;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.graph.Op;
import io.fovea.nn.Layers;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LossesTest {
  private static final int N = Shape.OPEN;
  private static final Shape NUMBERS = Shape.of(N);
  private static final Offset<Double> ROUNDING = within(1e-12);

  // two examples, three classes; rows sum to 1 and are away from ties and kinks
  private static final double[] P = {0.7, 0.2, 0.1, 0.25, 0.35, 0.4};
  private static final double[] ROWS = {1, 0, 0, 0, 1, 0};
  private static final double[] CLASSES = {0, 1};
  private static final double[] SCORES = {1.5, -0.3, 0.4, -2, 0.6, 0.1};

  @Test
  void crossentropyIsTheSurpriseAtTheRightClass() {
    double[] expected = {-Math.log(0.7), -Math.log(0.35)};
    equal(values(sparseCategoricalCrossentropy(), P, CLASSES, NUMBERS), expected);
    equal(values(categoricalCrossentropy(), P, ROWS, rows(3)), expected);
  }

  @Test
  void probabilitiesThatDoNotSumToOneAreScaled() {
    double[] twice = {1.4, 0.4, 0.2, 0.5, 0.7, 0.8};
    equal(
        values(categoricalCrossentropy(), twice, ROWS, rows(3)),
        new double[] {-Math.log(0.7), -Math.log(0.35)});
  }

  @Test
  void probabilitiesStayAwayFromZeroAndOne() {
    double[] sure = {1, 0, 0, 1, 0, 0};
    equal(
        values(sparseCategoricalCrossentropy(), sure, CLASSES, NUMBERS),
        new double[] {-Math.log((float) (1 - 1e-7)), -Math.log(1e-7)});
  }

  @Test
  void scoresGiveWhatTheirSoftmaxGives() {
    double sum = Math.exp(1.5) + Math.exp(-0.3) + Math.exp(0.4);
    double[] values =
        values(sparseCategoricalCrossentropy().fromLogits(), SCORES, CLASSES, NUMBERS);
    assertThat(values[0]).isCloseTo(Math.log(sum) - 1.5, ROUNDING);
    equal(values(categoricalCrossentropy().fromLogits(), SCORES, ROWS, rows(3)), values);
  }

  @Test
  void smoothingMovesLabelsTowardsAllClasses() {
    double expected =
        -(0.9 * Math.log(0.7) + 0.1 / 3 * (Math.log(0.7) + Math.log(0.2) + Math.log(0.1)));
    assertThat(values(categoricalCrossentropy().labelSmoothing(0.1), P, ROWS, rows(3))[0])
        .isCloseTo(expected, ROUNDING);
    assertThat(values(sparseCategoricalCrossentropy().labelSmoothing(0.1), P, CLASSES, NUMBERS)[0])
        .isCloseTo(expected, ROUNDING);
  }

  @Test
  void ignoredLabelsCountNothingAndLeaveTheMeanToTheOthers() {
    var loss = sparseCategoricalCrossentropy().ignoreClass(-1);
    // twice the value of one of two: the mean over two is that of the one
    double[] values = values(loss, P, new double[] {-1, 1}, NUMBERS);
    assertThat(values[0]).isZero();
    // 1e-7 is added to the share that counts
    assertThat(values[1]).isCloseTo(-2 * Math.log(0.35), within(1e-6));
    equal(values(loss, P, new double[] {-1, -1}, NUMBERS), new double[] {0, 0});
  }

  @Test
  void labelsMayBeAColumn() {
    equal(
        values(sparseCategoricalCrossentropy(), P, CLASSES, Shape.of(N, 1)),
        values(sparseCategoricalCrossentropy(), P, CLASSES, NUMBERS));
    double[] p = {0.3, 0.6};
    equal(
        new Described(binaryCrossentropy(), x -> x, 2, 1, NUMBERS).values(p, CLASSES),
        new Described(binaryCrossentropy(), x -> x, 2, 1, Shape.of(N, 1)).values(p, CLASSES));
  }

  @Test
  void binaryCrossentropyIsTheMeanSurpriseOverTheOutputs() {
    double[] values = values(binaryCrossentropy(), P, ROWS, rows(3));
    assertThat(values[0]).isCloseTo(-(Math.log(0.7) + Math.log(0.8) + Math.log(0.9)) / 3, ROUNDING);
    double smoothed = values(binaryCrossentropy().labelSmoothing(0.2), P, ROWS, rows(3))[0];
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double y = 0.8 * ROWS[i] + 0.1;
      expected -= (y * Math.log(P[i]) + (1 - y) * Math.log(1 - P[i])) / 3;
    }
    assertThat(smoothed).isCloseTo(expected, ROUNDING);
  }

  @Test
  void binaryCrossentropyFromScoresNeitherOverflowsNorVanishes() {
    double[] scores = {800, -800, 800, -800, 0, 2};
    double[] labels = {1, 0, 0, 1, 1, 0};
    var described = described(binaryCrossentropy().fromLogits(), x -> x, rows(3));
    double[] values = described.values(scores, labels);
    assertThat(values[0]).isCloseTo(800 / 3.0, ROUNDING);
    assertThat(values[1]).isCloseTo((800 + Math.log(2) + Math.log1p(Math.exp(2))) / 3, ROUNDING);
    // the slope is (sigmoid(x) - y) / outputs, at 0 too
    double[] slopes = described.slopes(scores, labels);
    assertThat(slopes[2]).isCloseTo(1 / 3.0, ROUNDING);
    assertThat(slopes[4]).isCloseTo(-0.5 / 3, ROUNDING);
  }

  @Test
  void predictionsFromASoftmaxKeepTheirGradientWhenSurelyWrong() {
    double[] scores = {60, 0, 0, 60, 0, 0};
    for (var loss : List.of(sparseCategoricalCrossentropy(), categoricalCrossentropy())) {
      boolean sparse = loss instanceof SparseCategoricalCrossentropy;
      double[] labels = sparse ? CLASSES : ROWS;
      var described = described(loss, Node::softmax, sparse ? NUMBERS : rows(3));
      assertThat(described.graph().steps().stream().map(s -> s.op().getClass().getSimpleName()))
          .contains(Op.LogSoftmax.class.getSimpleName());
      double[] values = described.values(scores, labels);
      assertThat(values[1]).isCloseTo(60, within(1e-9)); // without: -ln(1e-7) = 16.1
      // the slope is softmax(x) - y
      assertThat(described.slopes(scores, labels)[4]).isCloseTo(-1, within(1e-9));
    }
  }

  @Test
  void predictionsFromASigmoidKeepTheirGradientWhenSurelyWrong() {
    var described = described(binaryCrossentropy(), Node::sigmoid, rows(3));
    double[] scores = {60, 0, 0, 0, 0, 0};
    double[] none = new double[6];
    assertThat(described.values(scores, none)[0])
        .isCloseTo((60 + 2 * Math.log(2)) / 3, within(1e-9));
    assertThat(described.slopes(scores, none)[0]).isCloseTo(1 / 3.0, within(1e-9));
  }

  @Test
  void aSigmoidIsNoSoftmax() {
    // three probabilities of their own, scaled to sum 1
    double[] p = {sigmoid(1.5), sigmoid(-0.3), sigmoid(0.4)};
    var described = described(categoricalCrossentropy(), Node::sigmoid, rows(3));
    assertThat(described.values(SCORES, ROWS)[0])
        .isCloseTo(-Math.log(p[0] / (p[0] + p[1] + p[2])), ROUNDING);
  }

  @Test
  void focalLossesCareLittleForWhatIsRight() {
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double right = ROWS[i] == 1 ? P[i] : 1 - P[i];
      expected += Math.pow(1 - right, 3) * -Math.log(right) * (ROWS[i] == 1 ? 0.3 : 0.7) / 3;
    }
    assertThat(values(binaryFocal().gamma(3).balanced(0.3), P, ROWS, rows(3))[0])
        .isCloseTo(expected, ROUNDING);
    assertThat(values(categoricalFocal().gamma(3).alpha(0.3), P, ROWS, rows(3))[0])
        .isCloseTo(0.3 * Math.pow(0.3, 3) * -Math.log(0.7), ROUNDING);
    equal(
        values(binaryFocal().gamma(0), P, ROWS, rows(3)),
        values(binaryCrossentropy(), P, ROWS, rows(3)));
  }

  @Test
  void simpleErrorsAreMeansOverTheOutputs() {
    double[] p = {1, 2, 4, 0, 0, 0};
    double[] y = {0.5, 4, 1, 0, 0, 0};
    assertThat(values(meanSquaredError(), p, y, rows(3))[0])
        .isCloseTo((0.25 + 4 + 9) / 3, ROUNDING);
    assertThat(values(meanAbsoluteError(), p, y, rows(3))[0])
        .isCloseTo((0.5 + 2 + 3) / 3, ROUNDING);
    assertThat(values(meanAbsolutePercentageError(), p, y, rows(3))[0])
        .isCloseTo((100 + 50 + 300) / 3.0, ROUNDING);
    assertThat(values(huber(), p, y, rows(3))[0]).isCloseTo((0.125 + 1.5 + 2.5) / 3, ROUNDING);
    assertThat(values(huber(2.5), p, y, rows(3))[0])
        .isCloseTo((0.125 + 2 + 2.5 * 3 - 3.125) / 3, ROUNDING);
    assertThat(values(logCosh(), p, y, rows(3))[0])
        .isCloseTo(
            (Math.log(Math.cosh(0.5)) + Math.log(Math.cosh(2)) + Math.log(Math.cosh(3))) / 3,
            ROUNDING);
    assertThat(values(meanSquaredLogarithmicError(), p, y, rows(3))[0])
        .isCloseTo(
            (square(Math.log(2 / 1.5)) + square(Math.log(3 / 5.0)) + square(Math.log(5 / 2.0))) / 3,
            ROUNDING);
    assertThat(values(poisson(), p, y, rows(3))[0])
        .isCloseTo((1 + 2 - 4 * Math.log(2) + 4 - Math.log(4)) / 3, within(1e-6)); // epsilon
  }

  @Test
  void divergenceIsZeroForTheSameDistribution() {
    equal(values(klDivergence(), P, P, rows(3)), new double[] {0, 0});
    assertThat(values(klDivergence(), P, ROWS, rows(3))[0])
        .isCloseTo(
            -Math.log(0.7) + 1e-7 * Math.log(1e-7 / 0.2) + 1e-7 * Math.log(1e-7 / 0.1), ROUNDING);
  }

  @Test
  void cosineSimilarityLooksAtDirectionsOnly() {
    double[] y = {3, 0, 0, 1, 1, 0};
    double[] p = {5, 0, 0, 0, 0, 2};
    equal(values(cosineSimilarity(), p, y, rows(3)), new double[] {-1, 0});
    equal(values(cosineSimilarity(), new double[6], y, rows(3)), new double[] {0, 0});
  }

  @Test
  void hingeTakesZerosAndOnesAsSigns() {
    double[] signs = {1, -1, -1, -1, 1, -1};
    double expected = (0.3 + 1.2 + 1.1) / 3;
    assertThat(values(hinge(), P, signs, rows(3))[0]).isCloseTo(expected, ROUNDING);
    assertThat(values(hinge(), P, ROWS, rows(3))[0]).isCloseTo(expected, ROUNDING);
    assertThat(values(squaredHinge(), P, ROWS, rows(3))[0])
        .isCloseTo((0.09 + 1.44 + 1.21) / 3, ROUNDING);
    // labels beyond 0 and 1 are taken as they are, the zero among them too
    assertThat(values(hinge(), P, new double[] {2, 0, 0, 1, 1, 1}, rows(3))[0])
        .isCloseTo((0 + 1 + 1) / 3.0, ROUNDING);
  }

  @Test
  void categoricalHingeComparesWithTheLargestWrongClass() {
    equal(values(categoricalHinge(), P, ROWS, rows(3)), new double[] {0.5, 1.05});
  }

  @Test
  void overlapLossesSumOverTheBatchOrAnExample() {
    double[] mask = {1, 1, 0, 1, 0, 0};
    double both = 0.7 + 0.2 + 0.25;
    double whole = 1 - 2 * both / (3 + 2 + 1e-7);
    equal(values(dice(), P, mask, rows(3)), new double[] {whole, whole});
    equal(
        values(dice().perExample(), P, mask, rows(3)),
        new double[] {1 - 2 * 0.9 / (3 + 1e-7), 1 - 2 * 0.25 / (2 + 1e-7)});
    // what only the prediction has: 0.1 + 0.75; what it misses: 0.3 + 0.8 + 0.75
    double tversky = 1 - both / (both + 0.3 * 0.85 + 0.7 * 1.85 + 1e-7);
    equal(values(tversky(0.3, 0.7), P, mask, rows(3)), new double[] {tversky, tversky});
  }

  @Test
  void picturesGetOneNumberEach() {
    // [N, 2, 1, 2] with a class per pixel
    var x = Layers.input(2, 1, 2);
    var loss = sparseCategoricalCrossentropy();
    assertThat(loss.labelShape(x.shape())).isEqualTo(Shape.of(N, 2, 1));
    assertThat(loss.on(x.input("labels", 2, 1), x).shape()).isEqualTo(Shape.of(N));
    assertThat(dice().on(x.input("masks", 2, 1, 2), x).shape()).isEqualTo(Shape.of(N));
  }

  static Stream<Loss> smooth() {
    return Stream.of(
        categoricalCrossentropy(),
        categoricalCrossentropy().fromLogits(),
        categoricalCrossentropy().labelSmoothing(0.1),
        binaryCrossentropy(),
        binaryCrossentropy().fromLogits(),
        binaryFocal(),
        binaryFocal().fromLogits().balanced(0.3),
        categoricalFocal(),
        categoricalFocal().fromLogits().labelSmoothing(0.1),
        meanSquaredError(),
        meanAbsoluteError(),
        meanSquaredLogarithmicError(),
        huber(0.5),
        logCosh(),
        poisson(),
        klDivergence(),
        cosineSimilarity(),
        hinge(),
        squaredHinge(),
        categoricalHinge(),
        dice(),
        dice().perExample(),
        tversky(0.3, 0.7));
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void gradientsAreWhatDifferencesSay(Loss loss) {
    var described = described(loss, x -> x, rows(3));
    slopesAgree(described, ROWS);
  }

  @Test
  void gradientsOfTheSparseLossAreWhatDifferencesSay() {
    var loss = sparseCategoricalCrossentropy();
    for (var variant :
        List.of(loss, loss.fromLogits(), loss.labelSmoothing(0.1), loss.ignoreClass(0))) {
      slopesAgree(described(variant, x -> x, NUMBERS), CLASSES);
    }
  }

  @Test
  void gradientsOfPercentagesAreWhatDifferencesSay() {
    // labels of 0 would make the loss so large that differences drown in rounding
    slopesAgree(
        described(meanAbsolutePercentageError(), x -> x, rows(3)),
        new double[] {1, 0.5, 0.3, 0.6, 1, 0.2});
  }

  // a step of 1e-6 in double precision leaves 1e-12 of curvature and 1e-10 of rounding
  private static void slopesAgree(Described described, double[] labels) {
    double[] exact = described.slopes(P, labels);
    double[] near = described.differences(P, labels, 1e-6);
    for (int i = 0; i < exact.length; i++) {
      assertThat(exact[i])
          .as("element %d", i)
          .isCloseTo(near[i], within(1e-8 * (1 + Math.abs(near[i]))));
    }
  }

  private static Described described(Loss loss, UnaryOperator<Node> head, Shape labels) {
    return new Described(loss, head, 2, 3, labels);
  }

  private static double[] values(Loss loss, double[] p, double[] labels, Shape shape) {
    return described(loss, x -> x, shape).values(p, labels);
  }

  private static Shape rows(int classes) {
    return Shape.of(N, classes);
  }

  private static void equal(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, ROUNDING);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double square(double x) {
    return x * x;
  }
}
