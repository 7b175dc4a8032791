// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Turns a model file into one of another format, and says how far the two are apart.
@Command(
    name = "convert",
    description = "Turns a model file into one of another format, and compares the two.",
    footer = {
      "",
      "The names of the files choose the formats: .keras, .h5, .weights.h5, .fovea,",
      ".safetensors (weights with PyTorch's names) and .onnx (written only). The new",
      "file is read again, and both models run on the same random pictures; the largest",
      "difference of each layer is shown.",
      "",
      "Examples:",
      "  fovea convert runs/last/model.keras flowers.onnx",
      "  fovea convert vgg16.safetensors vgg16.keras --model vgg16",
      "  fovea convert old.h5 new.keras --json"
    })
final class ConvertCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "IN", description = "Model file, or folder of a run.")
  private Path in = Path.of("");

  @Parameters(index = "1", paramLabel = "OUT", description = "New file, written as a whole.")
  private Path out = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The network of the zoo that a file with weights alone belongs to.")
  private Optional<String> network = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the random pictures, ${DEFAULT-VALUE} unless given.")
  private long seed = 42;

  ConvertCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    network.ifPresent(name -> Wishes.zooModel(spec, name));
    ModelFiles.requireFormat(out);
    WholeFiles.require(out);
    var model = ModelFiles.read(in, network);
    ModelFiles.write(model, out);
    var parity = ModelFiles.again(model, out).map(copy -> Parity.of(model, copy, seed));
    if (!common.json) {
      report(parity, model.variables().size());
      ModelFiles.lost(model, out).ifPresent(console.out()::println);
      return 0;
    }
    var json =
        new Json()
            .put("from", in.toString())
            .put("to", out.toString())
            .put("tensors", model.variables().size())
            .put("max_difference", parity.map(Parity::most).orElse(null));
    parity.ifPresent(found -> json.put("layers", found.layers()));
    ModelFiles.lost(model, out).ifPresent(sentence -> json.put("lost", sentence));
    console.out().println(json.line());
    return 0;
  }

  private void report(Optional<Parity> parity, int tensors) {
    parity.ifPresent(found ->
        found
            .layers()
            .forEach((layer, difference) ->
                console.out().printf(Locale.ROOT, "%-44s %.3g%n", layer, difference)));
    var compared =
        parity
            .map(found ->
                String.format(
                    Locale.ROOT,
                    "largest difference %.3g over %d layers",
                    found.most(),
                    found.layers().size()))
            .orElse("not compared, as Fovea does not read such files");
    console.out().printf("%s -> %s: %d tensors, %s.%n", in, out, tensors, compared);
  }
}
