// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.augment.Preprocessing;
import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.graph.Op;
import io.fovea.graph.Variable;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreezingTest {
  private static final Dataset DATA =
      Dataset.of(
              Tensor.generate(Shape.of(8, 5, 5, 2), i -> 3 + Rng.of(4).normal(i)),
              Tensor.generate(Shape.of(8), i -> i % 2))
          .classes(2);

  private static Model base() {
    return Model.to(
            "base",
            input(5, 5, 2)
                .then("block1_conv", conv2d(3, 3).same())
                .then("block1_bn", batchNorm())
                .relu()
                .then("block2_conv", conv2d(4, 3))
                .then("block2_bn", batchNorm()))
        .runOn(Engines.named("reference"));
  }

  private static Model head(Model base) {
    return base.then(globalAvgPool2d(), dense(2).softmax()).runOn(Engines.named("reference"));
  }

  private static List<List<Integer>> bits(List<Variable> variables) {
    return variables.stream().map(v -> bits(v.read())).toList();
  }

  private static List<Integer> bits(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Float.floatToRawIntBits(values[i]))
        .toList();
  }

  private static List<String> frozen(Model model) {
    return model.variables().stream().filter(Variable::frozen).map(Variable::path).toList();
  }

  private static Model compiled(Model model) {
    return model.compile(sgd(0.5).momentum(0.9), sparseCategoricalCrossentropy());
  }

  // ---- which ---------------------------------------------------------------------------------

  @Test
  void aPatternNamesLayers() {
    var base = base().freeze("block1_*");
    assertThat(frozen(base)).hasSize(6).allMatch(path -> path.startsWith("block1_"));
    base.unfreeze("*_bn");
    assertThat(frozen(base)).containsExactly("block1_conv/kernel", "block1_conv/bias");
  }

  @Test
  void aPatternTakesLayersInsideAlong() {
    var flowers = Model.to("m", input(5, 5, 2).then("inside", x -> base().network().on(x)));
    assertThat(frozen(flowers.freeze("block2_conv"))).hasSize(2);
    var named =
        Model.to("m", input(4).then("block", x -> x.then("a", dense(2)).then("b", dense(2))));
    assertThat(frozen(named.freeze("block"))).hasSize(4);
    assertThat(frozen(named.unfreeze("block/b"))).containsExactly("block/a/kernel", "block/a/bias");
  }

  @Test
  void fromALayerOnMeansItAndAllBehindIt() {
    var base = base().freeze().unfreezeFrom("block2_conv");
    assertThat(frozen(base)).hasSize(6).allMatch(path -> path.startsWith("block1_"));
  }

  @Test
  void layersThatAreNotThereAreNamed() {
    assertThatThrownBy(() -> base().freeze("block3*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "base.freeze: expected the name of layers with variables, got block3*.\n"
                + "  Fix: take a name from summary().");
    assertThatThrownBy(() -> base().unfreezeFrom("block"))
        .hasMessage(
            "base.unfreezeFrom: expected the name of one of its layers, got block.\n"
                + "  Fix: take a name from summary().");
  }

  // ---- what it does --------------------------------------------------------------------------

  @Test
  void trainingLeavesAFrozenBaseAsItIsToTheBit() {
    var base = base();
    compiled(head(base)).fit(DATA, epochs(1).batch(4)); // moving statistics off their first values
    base.freeze();
    var model = compiled(head(base));
    var before = bits(base.variables());
    var headBefore = bits(model.variables());
    model.fit(DATA, epochs(2).batch(4));
    assertThat(bits(base.variables())).isEqualTo(before);
    assertThat(bits(model.variables())).isNotEqualTo(headBefore);
  }

  @Test
  void frozenBatchNormalizationUsesItsMovingStatistics() {
    var base = base();
    compiled(head(base)).fit(DATA, epochs(1).batch(4));
    base.freeze();
    var model = compiled(head(base));
    double before = model.evaluate(DATA, 8).find("loss").orElseThrow();
    var logs = model.fit(DATA, epochs(1).batch(8).inOrder()).epochs().getFirst();
    // one step: its loss was taken before anything changed, with the statistics of evaluation
    assertThat(logs.find("loss").orElseThrow()).isCloseTo(before, within(1e-6));
  }

  @Test
  void aFrozenBaseGetsNoBackwardPass() {
    var base = base().freeze();
    var steps = compiled(head(base)).trainGraph(8).steps();
    assertThat(steps)
        .noneMatch(
            step -> step.op() instanceof Op.ConvBackData || step.op() instanceof Op.ConvBackFilter);
    base.unfreezeFrom("block2_bn");
    assertThat(compiled(head(base)).trainGraph(8).steps())
        .noneMatch(step -> step.op() instanceof Op.ConvBackFilter);
    base.unfreeze();
    assertThat(compiled(head(base)).trainGraph(8).steps())
        .filteredOn(step -> step.op() instanceof Op.ConvBackFilter)
        .hasSize(2);
  }

  @Test
  void trainingWantsToBeCompiledAnewAfterFreezing() {
    var base = base();
    var model = compiled(head(base));
    base.freeze();
    assertThatThrownBy(() -> model.fit(DATA, epochs(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "base_then: expected the trainable parameters of the last compile (10), got 2.\n"
                + "  Fix: call compile again after freeze() or unfreeze().");
    assertThat(model.evaluate(DATA).find("loss")).isPresent(); // trains nothing
    compiled(model).fit(DATA, epochs(1));
    base.unfreeze();
    assertThatThrownBy(() -> model.fit(DATA, epochs(1)))
        .hasMessageContaining("the last compile (2), got 10");
  }

  @Test
  void aModelOnABaseWantsTheSamePictures() {
    var base = base().prepareWith(Preprocessing.SIGNED);
    assertThat(head(base).preprocessing()).isEqualTo(Preprocessing.SIGNED);
    assertThat(head(base()).metadata()).isEmpty();
    assertThat(base().preprocessing()).isEqualTo(Preprocessing.UNIT);
  }
}
