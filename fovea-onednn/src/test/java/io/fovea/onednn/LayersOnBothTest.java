package io.fovea.onednn;

import static io.fovea.nn.Layers.depthwiseAvgPool;
import static io.fovea.nn.Layers.depthwiseMaxPool;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.nn.Layer;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.EngineComparison;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers that no network of the zoo uses, on both engines: output and every gradient.
class LayersOnBothTest {
  static Stream<Layer> onPictures() {
    return Stream.of(depthwiseMaxPool(3), depthwiseAvgPool(5), depthwiseMaxPool(15));
  }

  @ParameterizedTest
  @MethodSource
  void onPictures(Layer layer) {
    EngineComparison.with(Pictures.fast()).check(layer, Pictures.plain(2, 7, 5, 15));
  }

  @Test
  void plainFunctionsRunOnTheFastEngine() {
    var picture = Tensor.of(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    var line = Tensor.of(Shape.of(3, 3, 1, 1), 0, 1, 0, 0, 1, 0, 0, 1, 0);
    // zeros above and below
    assertThat(Ops.conv2d(picture, line, c -> c.same()).toArray())
        .containsExactly(5, 7, 9, 12, 15, 18, 11, 13, 15);
    assertThat(Ops.maxPool(picture, 2, p -> p.same()).toArray()).containsExactly(5, 6, 8, 9);
    var maps = Tensor.of(Shape.of(1, 1, 2, 6), 1, 5, 3, -4, -2, -9, 0, 0, 6, 2, 8, 2);
    assertThat(Ops.depthwiseMaxPool(maps, 3).toArray()).containsExactly(5, -2, 6, 8);
    assertThat(Ops.depthwiseAvgPool(maps, 3).toArray()).containsExactly(3, -5, 2, 4);
  }
}
