// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.localResponseNorm;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.sequential;
import static io.fovea.nn.Layers.squeezeExcite;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import java.util.List;
import java.util.Map;

/// Szegedy et al. 2014, "Going deeper with convolutions", table 1: nine inception modules and two
/// auxiliary classifiers, which only training asks.
///
/// And SE-Inception, Hu et al. 2017, "Squeeze-and-excitation networks", figure 2: each module weighs
/// its maps.
///
/// - input: `[N, H, W, 3]`, H and W at least 80, without top 32; 224 published
/// - output: as [Top] says
/// - parameters: 6,998,552 for 1000 classes, and 6,379,728 of the auxiliary classifiers
///
/// @param squeezed whether modules end in squeeze and excitation
@CheckReturnValue
public record GoogLeNet(boolean squeezed, Top top) implements Architecture<GoogLeNet> {
  public static final GoogLeNet GOOGLENET = new GoogLeNet(false, Top.IMAGENET);
  public static final GoogLeNet SE_INCEPTION = new GoogLeNet(true, Top.IMAGENET);

  /// A row of the paper's table: maps of each branch, behind and before its bottleneck.
  record Module(String name, int one, int before3, int three, int before5, int five, int pooled) {}

  static final List<Module> MODULES =
      List.of(
          new Module("3a", 64, 96, 128, 16, 32, 32),
          new Module("3b", 128, 128, 192, 32, 96, 64),
          new Module("4a", 192, 96, 208, 16, 48, 64),
          new Module("4b", 160, 112, 224, 24, 64, 64),
          new Module("4c", 128, 128, 256, 24, 64, 64),
          new Module("4d", 112, 144, 288, 32, 64, 64),
          new Module("4e", 256, 160, 320, 32, 128, 128),
          new Module("5a", 256, 160, 320, 32, 128, 128),
          new Module("5b", 384, 192, 384, 48, 128, 128));

  private static final Map<String, String> POOLS = Map.of("3b", "pool3", "4e", "pool4");
  private static final Map<String, String> AUXILIARIES = Map.of("4a", "aux1", "4d", "aux2");
  private static final double AUXILIARY_WEIGHT = 0.3;

  @Override
  public GoogLeNet top(Top top) {
    return new GoogLeNet(squeezed, top);
  }

  @Override
  public Node on(Node x) {
    var y =
        x.then("conv1", conv2d(64, 7).stride(2).same().relu())
            .then("pool1", maxPool2d(3).stride(2).same())
            .then("norm1", localResponseNorm(5))
            .then("conv2_reduce", conv2d(64, 1).relu())
            .then("conv2", conv2d(192, 3).same().relu())
            .then("norm2", localResponseNorm(5))
            .then("pool2", maxPool2d(3).stride(2).same());
    for (var module : MODULES) {
      y = module(y, module);
      if (top instanceof Top.Classes(int count) && AUXILIARIES.containsKey(module.name)) {
        y.auxiliary(AUXILIARIES.get(module.name), AUXILIARY_WEIGHT, auxiliary(count));
      }
      if (POOLS.containsKey(module.name)) {
        y = y.then(POOLS.get(module.name), maxPool2d(3).stride(2).same());
      }
    }
    return top instanceof Top.Classes(int count)
        ? y.then("avg_pool", globalAvgPool2d())
            .then("dropout", dropout(0.4))
            .then("predictions", dense(count).softmax())
        : top.on(y);
  }

  private Node module(Node x, Module row) {
    var name = "inception" + row.name + "_";
    var one = x.then(name + "1x1", conv2d(row.one, 1).relu());
    var three =
        x.then(name + "3x3_reduce", conv2d(row.before3, 1).relu())
            .then(name + "3x3", conv2d(row.three, 3).same().relu());
    var five =
        x.then(name + "5x5_reduce", conv2d(row.before5, 1).relu())
            .then(name + "5x5", conv2d(row.five, 5).same().relu());
    var pool =
        x.then(name + "pool", maxPool2d(3).stride(1).same())
            .then(name + "pool_proj", conv2d(row.pooled, 1).relu());
    var y = one.join(name + "output", concatenate(), three, five, pool);
    return squeezed ? y.then(name + "se", squeezeExcite(16)) : y;
  }

  static Layer auxiliary(int classes) {
    return sequential(
        avgPool2d(5).stride(3),
        conv2d(128, 1).relu(),
        flatten(),
        dense(1024).relu(),
        dropout(0.7),
        dense(classes).softmax());
  }
}
