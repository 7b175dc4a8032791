// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.InputSpec;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What a run starts from, as its `--model` says: a network of the zoo, or a model file that learns
/// on.
///
/// @param name of the network, or path of the file
record Start(String name) {
  private static final Pattern ENDING = Pattern.compile(".*\\.(keras|fovea|h5|hdf5)");

  /// A file in the folder of a run, see [RunFolder#create].
  private static final Pattern RUN =
      Pattern.compile(".*[/\\\\]\\d{8}-\\d{6}-([\\w.-]+?)(?:-\\d+)?[/\\\\](?:model|best)\\.\\w+");

  /// Whether it is a file, rather than a name.
  boolean isFile() {
    var path = Path.of(name);
    boolean looksLike = path.getNameCount() > 1 || ENDING.matcher(name).matches();
    return !Zoo.names().contains(name) && (looksLike || Files.exists(path));
  }

  /// With a path that holds in other folders, too, and when `runs/last` leads elsewhere.
  ///
  /// @throws io.fovea.error.DataException if it is a file that is not there
  Start fixed() {
    return isFile()
        ? new Start(KnownModel.file(Path.of(name)).toAbsolutePath().normalize().toString())
        : this;
  }

  /// How a folder of runs names it: the model of a run as that run.
  String label() {
    if (!isFile()) {
      return name;
    }
    var run = RUN.matcher(name);
    return run.matches()
        ? run.group(1)
        : String.valueOf(Path.of(name).getFileName()).replaceAll("\\.\\w+$|[^\\w.-]", "");
  }

  /// Shape of its pictures.
  Shape picture() {
    return isFile() ? load().inputSpec().shape() : Zoo.entry(name).picture();
  }

  /// What it notes about pictures.
  InputSpec inputSpec() {
    return load().inputSpec();
  }

  /// The model in the file.
  Model load() {
    return KnownModel.load(Path.of(name), "").model();
  }

  /// Whether a model tells the classes of data apart as it is.
  static boolean knows(Model model, List<String> classes) {
    var labels = model.inputSpec().labels();
    return model.network().outputShape().channels() == classes.size()
        && (labels.isEmpty() || labels.equals(classes));
  }
}
