// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.train.Summary;
import io.fovea.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.Map;

/// Section 4: the architectures of the chapter, each with its size, its cost, and what it makes of
/// a photo, untrained.
public final class Architectures {
  /// Names in the zoo, and the smallest pictures they take.
  static final Map<String, Integer> NETWORKS = new LinkedHashMap<>();

  static {
    NETWORKS.put("alexnet", 67);
    NETWORKS.put("googlenet", 80);
    NETWORKS.put("vgg16", 32);
    NETWORKS.put("vgg19", 32);
    NETWORKS.put("resnet34", 32);
    NETWORKS.put("resnet50", 32);
    NETWORKS.put("resnet152", 32);
    NETWORKS.put("xception", 71);
    NETWORKS.put("se-resnet50", 32);
    NETWORKS.put("se-inception", 80);
    NETWORKS.put("efficientnet-b0", 32);
  }

  private Architectures() {}

  /// One line for each network; with `--smoke` two small networks on small pictures.
  public static void main(String[] args) {
    boolean smoke = Setting.of("Architectures", args).smoke();
    System.out.printf(
        "%-16s %6s %14s %8s   %s%n", "network", "side", "parameters", "GMACs", "output");
    NETWORKS.forEach((name, smallest) -> {
      if (!smoke || name.equals("googlenet") || name.equals("resnet34")) {
        print(name, smoke ? smallest : Zoo.entry(name).picture().get(0));
      }
    });
  }

  private static void print(String name, int side) {
    Model model = Zoo.model(name, Shape.of(side, side, 3));
    Summary summary = Summary.of(model);
    Tensor output =
        model.predict(Photos.square(side).example(0).reshape(Shape.of(1, side, side, 3)));
    int best = output.argMax(0, output.elements());
    System.out.printf(
        "%-16s %6d %,14d %8.2f   %s, most: class %d with %.4f%n",
        name,
        side,
        summary.parameters(),
        summary.macs() / 1e9,
        output.shape(),
        best,
        output.get(best));
  }
}
