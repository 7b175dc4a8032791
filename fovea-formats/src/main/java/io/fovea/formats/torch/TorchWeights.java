// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.torch;

import io.fovea.augment.Preprocessing;
import io.fovea.data.InputSpec;
import io.fovea.error.FormatException;
import io.fovea.formats.safetensors.Safetensors;
import io.fovea.nn.StoredNormalization;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Weights as PyTorch has them, in safetensors files: torchvision's and timm's names and layouts.
///
/// ```java
/// var model = Zoo.model("resnet50-v1.5");
/// TorchWeights.load(model, Path.of("resnet50.safetensors"));
/// ```
///
/// A variable `layer1.0.conv1/kernel [h, w, in, out]` is the tensor `layer1.0.conv1.weight [out, in,
/// h, w]`; dense kernels are transposed, and behind a flatten their inputs come channels first. The
/// networks whose layers have PyTorch's names fit as they are (ResNet, SE-ResNet, SENet, and those
/// called `-torchvision`). Names are translated for VGG and DenseNet (torchvision, timm) and for
/// EfficientNet (timm's `tf_efficientnet`, whose padding is that of Keras). Others, such as MobileNetV2
/// and InceptionV3, pad differently in PyTorch: its weights would give other results.
///
/// Pictures have to be prepared as PyTorch does, [io.fovea.augment.Preprocessing#STANDARD];
/// EfficientNet does so itself, and `load` notes in the model what it wants. Files that `save` wrote say
/// what belongs to the model, such as the names of its classes and how its pictures are prepared.
public final class TorchWeights {
  private static final String OWN = "fovea."; // in front of what belongs to a model

  // of ImageNet's colors
  private static final float[] MEANS = {0.485f, 0.456f, 0.406f};
  private static final float[] VARIANCES = {0.229f * 0.229f, 0.224f * 0.224f, 0.225f * 0.225f};

  private TorchWeights() {}

  /// Replaces all variables by what a file holds; all or none.
  ///
  /// @throws FormatException if the file is not of this very network
  public static void load(Model model, Path file) {
    var tensors = new LinkedHashMap<>(Safetensors.read(file));
    var parameters = TorchParameter.of(model);
    var values = parameters.stream().map(p -> take(file, tensors, p)).toList();
    var left = tensors.keySet().stream().filter(name -> isNeeded(name, parameters)).findFirst();
    if (left.isPresent()) {
      throw mismatch(file.toString(), "the tensors of " + model.name() + " alone", left.get());
    }
    for (int i = 0; i < values.size(); i++) {
      parameters.get(i).variable().write(values.get(i));
    }
    prepare(model);
    var said = metadata(file);
    var entries = new HashMap<>(model.metadata());
    entries.putAll(said);
    if (model.metadata().containsKey(InputSpec.METADATA) && InputSpec.isNoted(said)) {
      entries = new HashMap<>(InputSpec.of(said, model.inputSpec()).notedIn(entries));
    }
    model.replaceMetadata(entries);
  }

  /// What belongs to the model beside its weights, see [Model#metadata()]; empty unless [#save] wrote
  /// the file.
  ///
  /// @throws io.fovea.error.FoveaException if there is no such file, or a damaged one
  public static Map<String, String> metadata(Path file) {
    var entries = new HashMap<String, String>();
    Safetensors.metadata(file)
        .forEach((key, value) -> {
          if (key.startsWith(OWN)) {
            entries.put(key.substring(OWN.length()), value);
          }
        });
    return entries;
  }

  /// What PyTorch does outside of its networks, with pictures.
  private static void prepare(Model model) {
    if (model.network().inputShapes().stream().noneMatch(shape -> shape.rank() == 4)) {
      return;
    }
    var statistics =
        model.network().calls().stream()
            .filter(call -> call.layer() instanceof StoredNormalization)
            .flatMap(call -> call.variables().stream())
            .filter(variable -> variable.shape().elements() == MEANS.length)
            .toList();
    for (var variable : statistics) {
      variable.write(variable.path().endsWith("/mean") ? MEANS.clone() : VARIANCES.clone());
    }
    model.prepareWith(statistics.isEmpty() ? Preprocessing.STANDARD : Preprocessing.BYTES);
  }

  /// Writes all variables, and what else belongs to the model.
  ///
  /// @throws FormatException if a layer has no counterpart in PyTorch, or the file cannot be written
  public static void save(Model model, Path file) {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var parameter : TorchParameter.of(model)) {
      var values = parameter.variable().read();
      var permuted = permuted(values, parameter.fovea(), parameter.torchAxes());
      tensors.put(parameter.name(), Tensor.of(parameter.stored(), permuted));
    }
    var words = new TreeMap<>(Map.of("format", "pt"));
    model.metadata().forEach((key, value) -> words.put(OWN + key, value));
    Safetensors.write(file, tensors, words);
  }

  private static float[] take(Path file, Map<String, Tensor> tensors, TorchParameter parameter) {
    var tensor = tensors.remove(parameter.name());
    if (tensor == null) {
      throw mismatch(
          file.toString(), parameter.name() + " for " + parameter.variable(), "no such tensor");
    }
    if (!tensor.shape().equals(parameter.stored())) {
      throw mismatch(
          file + ": " + parameter.name(),
          "shape " + parameter.stored() + " for " + parameter.variable(),
          tensor.shape().toString());
    }
    return permuted(tensor.toArray(), parameter.torch(), parameter.foveaAxes());
  }

  /// Counters, and heads that this model is without, may be left over.
  private static boolean isNeeded(String name, List<TorchParameter> parameters) {
    var stem = name.replaceFirst("\\..*", "");
    boolean head = stem.matches("aux\\d|fc|classifier|last_linear|head");
    return !name.endsWith(".num_batches_tracked")
        && (!head || parameters.stream().anyMatch(p -> p.name().startsWith(stem + ".")));
  }

  private static FormatException mismatch(String where, String expected, String got) {
    return new FormatException(
        where, expected, got, "give a file of this very network, with PyTorch's names.");
  }

  /// The values with axis `i` being what was axis `axes(i)`.
  private static float[] permuted(float[] values, Shape shape, List<Integer> axes) {
    int rank = shape.rank();
    long[] own = shape.strides();
    long[] strides = axes.stream().mapToLong(axis -> own[axis]).toArray();
    int[] sizes = axes.stream().mapToInt(shape::get).toArray();
    var result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      long at = 0;
      for (int axis = rank - 1; axis >= 0; axis--) {
        at += rest % sizes[axis] * strides[axis];
        rest /= sizes[axis];
      }
      result[i] = values[(int) at];
    }
    return result;
  }

  /// Axes that undo a permutation.
  static List<Integer> inverse(List<Integer> axes) {
    return IntStream.range(0, axes.size()).map(axes::indexOf).boxed().toList();
  }
}
