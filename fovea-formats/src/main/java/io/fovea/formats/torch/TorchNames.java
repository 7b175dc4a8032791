// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.torch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What PyTorch calls layers.
///
/// @param translated layers with another name in PyTorch; all others keep theirs, with dots
record TorchNames(Map<String, String> translated) {
  private static final int STAGES = 7; // of EfficientNet
  private static final int MOST_BLOCKS = 13; // in one stage of B7

  /// Copies the map.
  TorchNames {
    translated = Map.copyOf(translated);
  }

  /// The names of a network of the zoo, or of any other.
  static TorchNames of(String model) {
    return switch (model) {
      case "vgg16" -> vgg(List.of(2, 2, 3, 3, 3));
      case "vgg19" -> vgg(List.of(2, 2, 4, 4, 4));
      case "densenet121" -> denseNet(List.of(6, 12, 24, 16));
      case String name when name.startsWith("efficientnet-b") -> efficientNet();
      default -> new TorchNames(Map.of());
    };
  }

  /// PyTorch's name of a layer.
  String layer(String path) {
    return translated.getOrDefault(path, path.replace('/', '.'));
  }

  /// torchvision counts every module: a convolution, its relu, a pooling.
  private static TorchNames vgg(List<Integer> blocks) {
    var names = new HashMap<>(Map.of("fc1", "classifier.0", "fc2", "classifier.3"));
    names.put("predictions", "classifier.6");
    int module = 0;
    for (int block = 1; block <= blocks.size(); block++) {
      for (int conv = 1; conv <= blocks.get(block - 1); conv++) {
        names.put("block" + block + "_conv" + conv, "features." + module);
        module += 2;
      }
      module++;
    }
    return new TorchNames(names);
  }

  /// torchvision's and timm's; Keras counts the stem as block 1.
  private static TorchNames denseNet(List<Integer> depths) {
    var names = new HashMap<>(Map.of("conv1_conv", "features.conv0", "conv1_bn", "features.norm0"));
    names.put("bn", "features.norm5");
    names.put("predictions", "classifier");
    for (int block = 1; block <= depths.size(); block++) {
      for (int unit = 1; unit <= depths.get(block - 1); unit++) {
        var keras = "conv" + (block + 1) + "_block" + unit;
        var torch = "features.denseblock" + block + ".denselayer" + unit;
        names.put(keras + "_0_bn", torch + ".norm1");
        names.put(keras + "_1_conv", torch + ".conv1");
        names.put(keras + "_1_bn", torch + ".norm2");
        names.put(keras + "_2_conv", torch + ".conv2");
      }
      names.put("pool" + (block + 1) + "_bn", "features.transition" + block + ".norm");
      names.put("pool" + (block + 1) + "_conv", "features.transition" + block + ".conv");
    }
    return new TorchNames(names);
  }

  /// timm's `tf_efficientnet_b0` to `b7`, which pad as Keras' do. Stages count from 0, and blocks of
  /// the first one do not expand.
  private static TorchNames efficientNet() {
    var names = new HashMap<>(Map.of("stem_conv", "conv_stem", "stem_bn", "bn1"));
    names.put("top_conv", "conv_head");
    names.put("top_bn", "bn2");
    names.put("predictions", "classifier");
    for (int stage = 0; stage < STAGES; stage++) {
      for (int block = 0; block < MOST_BLOCKS; block++) {
        var keras = "block" + (stage + 1) + (char) ('a' + block) + "_";
        var torch = "blocks." + stage + "." + block + ".";
        boolean expands = stage > 0;
        names.put(keras + "expand_conv", torch + "conv_pw");
        names.put(keras + "expand_bn", torch + "bn1");
        names.put(keras + "dwconv", torch + "conv_dw");
        names.put(keras + "bn", torch + (expands ? "bn2" : "bn1"));
        names.put(keras + "se_reduce", torch + "se.conv_reduce");
        names.put(keras + "se_expand", torch + "se.conv_expand");
        names.put(keras + "project_conv", torch + (expands ? "conv_pwl" : "conv_pw"));
        names.put(keras + "project_bn", torch + (expands ? "bn3" : "bn2"));
      }
    }
    return new TorchNames(names);
  }
}
