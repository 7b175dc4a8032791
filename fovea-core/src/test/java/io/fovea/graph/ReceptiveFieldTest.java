// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.conv2dTranspose;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.upSampling2d;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.nn.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceptiveFieldTest {

  /// The field behind each layer, as text.
  private static List<String> fields(Node input, Layer... layers) {
    var x = input;
    for (var layer : layers) {
      x = x.then(layer);
    }
    return fields(x);
  }

  private static List<String> fields(Node output) {
    var network = Network.to(output);
    var fields = ReceptiveField.of(network.graph());
    return network.layers().stream()
        .map(call -> String.valueOf(fields.get(call.output())))
        .toList();
  }

  private static Layer conv3() {
    return conv2d(2, 3).same();
  }

  @Test
  void vgg16GrowsTo212Pixels() {
    assertThat(
            fields(
                input(224, 224, 3),
                conv3(),
                conv3(),
                maxPool2d(2),
                conv3(),
                conv3(),
                maxPool2d(2),
                conv3(),
                conv3(),
                conv3(),
                maxPool2d(2),
                conv3(),
                conv3(),
                conv3(),
                maxPool2d(2),
                conv3(),
                conv3(),
                conv3(),
                maxPool2d(2)))
        .containsExactly(
            "3", "5", "6", "10", "14", "16", "24", "32", "40", "44", "60", "76", "92", "100", "132",
            "164", "196", "212");
  }

  @Test
  void alexNetGrowsTo195Pixels() {
    assertThat(
            fields(
                input(227, 227, 3),
                conv2d(2, 11).stride(4),
                maxPool2d(3).stride(2),
                conv2d(2, 5).same(),
                maxPool2d(3).stride(2),
                conv3(),
                conv3(),
                conv3(),
                maxPool2d(3).stride(2)))
        .containsExactly("11", "19", "51", "67", "99", "131", "163", "195");
  }

  @Test
  void dilationWidensTheWindow() {
    var dilated = conv2d(2, 3);
    // (3 - 1) 4 + 1 = 9 down, (3 - 1) 2 + 1 = 5 to the right
    dilated = dilated.sliding(dilated.sliding().dilation(new Size(4, 2)));
    assertThat(fields(input(32, 32, 1), dilated)).containsExactly("9x5");
  }

  @Test
  void whatSeesAllPositionsSeesThePicture() {
    assertThat(fields(input(28, 20, 1), conv3(), flatten(), dense(4)))
        .containsExactly("3", "3", "28x20");
    assertThat(fields(input(28, 20, 1), conv3(), globalAvgPool2d())).containsExactly("3", "28x20");
  }

  @Test
  void aSumSeesWhatItsWidestBranchSees() {
    var x = input(28, 28, 1).then(conv3());
    assertThat(fields(x.then(conv3()).then(conv3()).plus(x).then(conv3())))
        .containsExactly("3", "5", "7", "9");
  }

  @Test
  void enlargingMakesStepsSmaller() {
    // a pool sees 2 pixels, every 2; the transposed window of 4 at stride 2 joins 2 such cells:
    // 2 + 2; back at steps of one pixel, the last window adds 2
    assertThat(
            fields(input(16, 16, 1), avgPool2d(2), conv2dTranspose(1, 4).stride(2).same(), conv3()))
        .containsExactly("2", "4", "6");
    assertThat(fields(input(16, 16, 1), avgPool2d(2), upSampling2d(2), conv3()))
        .containsExactly("2", "2", "4");
  }

  @Test
  void vectorsHaveNoFields() {
    assertThat(ReceptiveField.of(Network.to(input(4).then(dense(2))).graph())).isEmpty();
  }
}
