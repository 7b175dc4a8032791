package io.fovea.formats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What PyTorch calls layers.
///
/// @param translated layers with another name in PyTorch; all others keep theirs, with dots
record TorchNames(Map<String, String> translated) {
  /// Copies the map.
  TorchNames {
    translated = Map.copyOf(translated);
  }

  /// The names of a network of the zoo, or of any other.
  static TorchNames of(String model) {
    return switch (model) {
      case "vgg16" -> vgg(List.of(2, 2, 3, 3, 3));
      case "vgg19" -> vgg(List.of(2, 2, 4, 4, 4));
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
}
