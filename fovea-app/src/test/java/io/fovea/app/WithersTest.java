// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.conv2dTranspose;
import static io.fovea.nn.Layers.dense;

import io.fovea.augment.Box;
import io.fovea.augment.Sample;
import io.fovea.engine.Engines;
import io.fovea.file.Download;
import io.fovea.graph.Op;
import io.fovea.image.Pixels;
import io.fovea.nn.Initializers;
import io.fovea.nn.Size;
import io.fovea.nn.Sliding;
import io.fovea.optim.Schedule;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.OpCase;
import io.fovea.testkit.Operand;
import io.fovea.testkit.arch.Withers;
import io.fovea.zoo.ResNet;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The withers of all public records that the app is made of.
class WithersTest {
  private static final Download.Progress QUIET = (_, _) -> {};
  private static final Download.Progress OTHER = (_, _) -> {};
  private static final OpCase.Body SAME = (_, inputs) -> inputs;
  private static final OpCase.Body FIRST = (_, inputs) -> List.of(inputs.getFirst());

  @TestFactory
  Stream<DynamicTest> eachWitherChangesItsComponentAlone() {
    return Withers.tests(
        List.of(
            Initializers.zeros(),
            Initializers.ones(),
            new Schedule.Constant(0.1),
            new Schedule.Constant(0.2),
            meanSquaredError(),
            accuracy(),
            dense(2),
            dense(3),
            conv2dTranspose(2, 3),
            Size.square(2),
            Size.square(3),
            Sliding.over(2).stride(Size.square(2)),
            Sliding.over(2).stride(Size.square(3)),
            ResNet.RESNET18,
            ResNet.RESNET34,
            ResNet.RESNET18.model(),
            new Box(0, 0, 1, 1, 0),
            Sample.of(Pixels.allocate(Shape.of(2, 2, 3))),
            OpCase.of("", new Op.Softmax(), Operand.of("x", 3, 3)),
            Engines.named("reference"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            QUIET,
            OTHER,
            SAME,
            FIRST,
            Tensor.vector(1, 2),
            Tensor.vector(3, 4)));
  }
}
