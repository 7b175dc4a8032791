// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Writer;
import io.fovea.nn.Activation;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Arithmetic between a value and a number, as Keras 3.16 writes `x * 2` in functional models.
class KerasOperationsTest {
  private static final String X =
      "{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,3],"
          + "\"dtype\":\"float32\",\"keras_history\":[\"x\",0,0]}}";

  @TempDir Path folder;

  private Path file(String operation, String arguments) {
    String json =
        """
        {"module":"keras.src.models.functional","class_name":"Functional","config":{"name":"m",
        "trainable":true,"layers":[
        {"module":"keras.layers","class_name":"InputLayer","name":"x","inbound_nodes":[],
         "config":{"batch_shape":[null,3],"dtype":"float32","name":"x"}},
        {"module":"keras.src.ops.numpy","class_name":"%s","name":"y","config":{"name":"y"},
         "inbound_nodes":[{"args":[%s],"kwargs":{}}]}],
        "input_layers":[["x",0,0]],"output_layers":[["y",0,0]]},
        "registered_name":"Functional"}
        """
            .formatted(operation, arguments.replace("x", X));
    var file = folder.resolve("m.keras");
    var weights = H5Writer.of(new H5Group());
    Archive.write(
        file,
        zip -> {
          Archive.add(zip, "config.json", json.getBytes(UTF_8));
          Archive.addStored(zip, "model.weights.h5", weights.bytes(), weights::writeTo);
        });
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Multiply   | x, 2   | 2, -4, 1",
        "Multiply   | 2, x   | 2, -4, 1",
        "Add        | x, 1.5 | 2.5, -0.5, 2",
        "Add        | 1.5, x | 2.5, -0.5, 2",
        "Subtract   | x, 1   | 0, -3, -0.5",
        "Subtract   | 1, x   | 0, 3, 0.5",
        "TrueDivide | x, 4   | 0.25, -0.5, 0.125",
        "Divide     | x, 4   | 0.25, -0.5, 0.125",
        "Negative   | x      | -1, 2, -0.5",
        "Multiply   | x, x   | 1, 4, 0.25",
      })
  void numbersBesideAValueCount(String operation, String arguments, String expected) {
    var model = Model.load(file(operation, arguments));
    var got = model.predict(Tensor.generate(Shape.of(1, 3), i -> new double[] {1, -2, 0.5}[i]));
    var numbers = expected.split(", ");
    for (int i = 0; i < 3; i++) {
      assertThat(got.get(i)).isEqualTo(Float.parseFloat(numbers[i]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TrueDivide|1, x", "Negative|x, 2", "Add|1, 2", "TrueDivide|x, 0"})
  void othersAreRefused(String operation) {
    var parts = operation.split("\\|");
    assertThatThrownBy(() -> Model.load(file(parts[0], parts[1])))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("\n  Fix: ");
  }

  @Test
  void gluBeforeALayerIsRefused() {
    var model =
        Model.of(input(5, 5, 2), conv2d(4, 3).activation(Activation.GLU), flatten(), dense(2));
    assertThatThrownBy(() -> model.save(folder.resolve("glu.keras")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(
            "expected an activation that Keras can build layers after, got glu, which halves the"
                + " channels.\n  Fix: save it as .fovea, or use glu only where nothing follows.");
    Model.of(input(5, 5, 2), conv2d(4, 3).activation(Activation.GLU))
        .save(folder.resolve("last.keras"));
  }
}
