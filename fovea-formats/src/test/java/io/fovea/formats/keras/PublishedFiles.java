// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.formats.hdf5.H5Files;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Group.Attribute;
import io.fovea.formats.hdf5.H5Member;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Weight files in the layout of those published for Keras' families, with random numbers: the tables
/// name layers, order and shapes as Python Keras printed them.
final class PublishedFiles {
  private static final int DIFFERENT = 256;

  private PublishedFiles() {}

  /// A layer with weights: its name, and its tensors in the order of the file.
  record Stored(int slot, String name, Map<String, Shape> tensors) {}

  /// The layers with weights of a network of the zoo.
  ///
  /// @param withoutLast how many layers at the end to leave out
  static List<Stored> table(String name, int withoutLast) {
    var stored = new ArrayList<Stored>();
    try {
      var url = PublishedFiles.class.getResource("/layer-tables/" + name + ".tsv");
      for (String line : Files.readAllLines(Path.of(url.toURI()))) {
        var columns = line.split("\t", -1);
        if (!columns[0].equals("-")) {
          stored.add(new Stored(Integer.parseInt(columns[0]), columns[1], tensors(columns[4])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    assertThat(stored).extracting(Stored::slot).isSorted();
    return stored.subList(0, stored.size() - withoutLast);
  }

  /// `kernel(3,3,3,64);bias(64,)`.
  private static Map<String, Shape> tensors(String text) {
    var tensors = new LinkedHashMap<String, Shape>();
    for (String tensor : text.split(";")) {
      var parts = tensor.split("[()]");
      var sizes =
          parts.length < 2
              ? new int[0]
              : Stream.of(parts[1].split(","))
                  .filter(size -> !size.isBlank())
                  .mapToInt(size -> Integer.parseInt(size.strip()))
                  .toArray();
      tensors.put(parts[0], Shape.of(sizes));
    }
    return tensors;
  }

  /// Number `element` of a tensor of a layer; they repeat.
  static float number(int layer, int tensor, int element) {
    return (float) Rng.of(layer).at("" + tensor).uniform(element % DIFFERENT);
  }

  private static float[] numbers(Shape shape, int layer, int tensor) {
    var some = new float[DIFFERENT];
    for (int i = 0; i < some.length; i++) {
      some[i] = number(layer, tensor, i);
    }
    var values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = some[i % DIFFERENT];
    }
    return values;
  }

  /// Tensors as TensorFlow named them in most files, and as Keras 1 did in those of VGG.
  private static String name(String layer, String tensor, boolean first) {
    return first
        ? layer + (tensor.equals("kernel") ? "_W_1:0" : "_b_1:0")
        : inside(layer, tensor) + "/" + tensor + ":0";
  }

  /// The layer that a tensor belongs to: in the sequences of ConvNeXt, a layer inside.
  private static String inside(String layer, String tensor) {
    boolean norm = tensor.equals("gamma") || tensor.equals("beta");
    return layer
        .replaceAll("_stem$", norm ? "_stem_layernorm" : "_stem_conv")
        .replace("downsampling_block", norm ? "downsampling_layernorm" : "downsampling_conv");
  }

  /// Writes a file as h5py 2 wrote lists.
  ///
  /// @param given values of some tensors, by `layer/tensor`; random ones for the others
  static void write(Path file, List<Stored> layers, Map<String, float[]> given) {
    var root = new H5Group();
    root.attribute("backend", new Attribute.Bytes("tensorflow"));
    root.attribute("keras_version", new Attribute.Bytes("2.2.4"));
    var names = new ArrayList<>(layers.stream().map(Stored::name).toList());
    boolean first = names.contains("fc1") || names.getLast().startsWith("block5_conv");
    names.addFirst("input_1");
    root.group("input_1").attribute("weight_names", new Attribute.Nothing());
    KerasWeights.names(root, "layer_names", names);
    for (int l = 0; l < layers.size(); l++) {
      var layer = layers.get(l);
      var group = root.group(layer.name());
      var weights =
          layer.tensors().keySet().stream().map(t -> name(layer.name(), t, first)).toList();
      group.attribute("weight_names", new Attribute.Fields(weights));
      int t = 0;
      for (var tensor : layer.tensors().entrySet()) {
        int number = l;
        int position = t;
        var own = given.get(layer.name() + "/" + tensor.getKey());
        group.put(
            weights.get(t),
            new H5Member.Floats(
                tensor.getValue(),
                () -> own == null ? numbers(tensor.getValue(), number, position) : own));
        t++;
      }
    }
    H5Files.write(file, root);
  }
}
