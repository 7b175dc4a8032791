// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.subtract;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Preprocessing;
import io.fovea.data.InputSpec;
import io.fovea.formats.torch.TorchWeights;
import io.fovea.image.Resize;
import io.fovea.nn.Node;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What belongs to a model beside its numbers, through every file and every pair of files: sizes, names of
/// inputs and outputs, how pictures are prepared, what classes are called.
class WhatFilesKeepTest {
  private static final List<String> WHOLE = List.of(".fovea", ".keras", ".h5");
  private static final List<String> ALONE = List.of(".weights.h5", ".safetensors");

  @TempDir Path folder;

  /// Models that are described anew for each call.
  private enum Case {
    ODD_PICTURES {
      @Override
      Model model() {
        var x = input("photo", 17, 23, 3);
        var model =
            Model.to(
                "odd", x.then("c", conv2d(4, 3).stride(2)).then(globalAvgPool2d()).then(dense(2)));
        return model.noteInput(
            InputSpec.of(Shape.of(17, 23, 3))
                .resize(Resize.to(23, 17).antialiased().crop())
                .preprocessing(Preprocessing.SIGNED)
                .labels("K\u00e4fer, gro\u00df", "owl\nof = night"));
      }
    },
    TWO_INPUTS {
      @Override
      Model model() {
        var q = input("q", 5);
        var p = q.input("p", 5);
        return Model.to("two", p.then("a", dense(3)).join(subtract(), q.then("b", dense(3)).relu()))
            .replaceMetadata(Map.of("classes", "x\ny\nz"));
      }
    },
    KEYED_OUTPUTS {
      @Override
      Model model() {
        var x = input("features", 6);
        Node stem = x.then("stem", dense(4).tanh());
        return Model.to(
                "keyed",
                Map.of(
                    "z_left", stem.then("l", dense(2)),
                    "a_right", stem.join("both", concatenate(), x).then("r", dense(2))))
            .prepareWith(Preprocessing.BYTES);
      }
    };

    abstract Model model();
  }

  static Stream<Arguments> pairs() {
    var pairs = new ArrayList<Arguments>();
    for (var model : Case.values()) {
      for (var first : WHOLE) {
        WHOLE.forEach(second -> pairs.add(Arguments.of(model, first, second)));
        ALONE.forEach(second -> pairs.add(Arguments.of(model, first, second)));
      }
    }
    return pairs.stream();
  }

  private Model through(Case from, Model model, String ending) {
    var file = folder.resolve("m" + ending);
    if (WHOLE.contains(ending)) {
      model.save(file);
      return Model.load(file);
    }
    // a network of its own, which knows nothing but its layers
    var bare = from.model().replaceMetadata(Map.of()).initialize(99);
    if (ending.equals(".safetensors")) {
      TorchWeights.save(model, file);
      TorchWeights.load(bare, file);
      return bare;
    }
    model.saveWeights(file);
    return bare.loadWeights(file);
  }

  private static Object numbers(Model model) {
    var inputs = new ArrayList<Tensor>();
    for (var shape : model.network().inputShapes()) {
      long key = inputs.size();
      inputs.add(Tensor.generate(shape.batch(2), i -> Rng.of(3).at(key).uniform(i)));
    }
    return model.predictAll(inputs.toArray(Tensor[]::new)).stream()
        .map(output -> Arrays.hashCode(output.toArray()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void nothingThatBelongsToAModelIsLost(Case from, String first, String second) {
    var model = from.model().initialize(4);

    var read = through(from, through(from, model, first), second);

    assertThat(read.network().inputShapes()).isEqualTo(model.network().inputShapes());
    assertThat(read.network().inputNames()).isEqualTo(model.network().inputNames());
    assertThat(read.network().outputNames()).isEqualTo(model.network().outputNames());
    assertThat(read.preprocessing()).isEqualTo(model.preprocessing());
    assertThat(InputSpec.labels(read.metadata())).isEqualTo(InputSpec.labels(model.metadata()));
    if (from == Case.ODD_PICTURES) {
      assertThat(read.inputSpec()).isEqualTo(model.inputSpec());
    }
    assertThat(numbers(read)).isEqualTo(numbers(model));
  }
}
