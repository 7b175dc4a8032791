// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.error.FoveaException;
import io.fovea.error.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/// All programs by name: `./fovea example LineFilters` runs one, `./fovea example` lists them.
public final class Examples {
  /// All, in the order of the chapter.
  static final List<Program> PROGRAMS =
      List.of(
          Program.of(
              "ReceptiveFields",
              "Receptive field and stride of every layer of AlexNet",
              ReceptiveFields::main),
          Program.of(
              "ConvolutionalLayer",
              "Feature maps of two photos, and the size they have",
              ConvolutionalLayer::main),
          Program.of(
              "LineFilters",
              "Vertical and horizontal lines of two photos, as PNG",
              LineFilters::main),
          Program.of(
              "PoolingLayers",
              "Max, average and depthwise pooling of two photos, as PNG",
              PoolingLayers::main),
          Program.of(
              "BasicNetwork",
              "The basic network, trained on digits",
              BasicNetwork::main,
              "--fashion"),
          Program.of(
              "ParameterSharing",
              "One detector with 9 weights finds edges anywhere, as PNG",
              ParameterSharing::main),
          Program.of(
              "LeNet5Training",
              "LeNet-5 of 1998, trained on digits",
              LeNet5Training::main,
              "--modern"),
          Program.of(
              "AlexNetTraining",
              "AlexNet and its augmentation, trained on two photos",
              AlexNetTraining::main),
          Program.of(
              "DataGenerator",
              "An ImageDataGenerator changes two photos, as PNG",
              DataGenerator::main),
          Program.of(
              "AugmentationGallery",
              "Every augmentation in one labelled sheet, as PNG",
              AugmentationGallery::main,
              "--picture=FILE"),
          Program.of(
              "GoogLeNetHeads",
              "The loss of GoogLeNet with and without its extra heads",
              GoogLeNetHeads::main),
          Program.of(
              "Architectures",
              "Parameters and multiply-adds, AlexNet to EfficientNet",
              Architectures::main),
          Program.of("Scaling", "EfficientNet grown by compound scaling", Scaling::main),
          Program.of(
              "ResNet34ByHand",
              "A residual unit of one's own, stacked to a ResNet-34",
              ResNet34ByHand::main),
          Program.of(
              "PretrainedResNet50",
              "What a ResNet-50 that knows ImageNet sees in two photos",
              PretrainedResNet50::main,
              "--weights=imagenet|FILE",
              "--labels=FILE"),
          Program.of(
              "TransferFlowers",
              "Xception learns flowers in two phases",
              TransferFlowers::main,
              "--data=DIR",
              "--flowers",
              "--weights=imagenet|FILE"),
          Program.of(
              "FlowersInOneCall",
              "The same as one call, with a feature cache",
              FlowersInOneCall::main,
              "--data=DIR",
              "--flowers",
              "--weights=imagenet|FILE"),
          Program.of(
              "TransferDigits",
              "Digits 5 to 9 from few pictures, after 0 to 4",
              TransferDigits::main),
          Program.of("ReadmeExample", "The program of the README", ReadmeExample::main));

  private static final int WRONG_USAGE = 2;

  private Examples() {}

  /// Runs the program that the first argument names, with the other arguments.
  public static void main(String[] args) {
    int status = run(args, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /// @return 0 if all went well, 1 if the program failed, 2 if it was called wrongly
  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length == 0 || args[0].equals("--help") || args[0].equals("-h")) {
      out.println("Usage: ./fovea example NAME [--help] [FOLDER] [OPTIONS]\n");
      PROGRAMS.forEach(program -> out.printf("  %-19s %s.%n", program.name(), program.about()));
      return 0;
    }
    var names = PROGRAMS.stream().map(Program::name).toList();
    var wanted = names.stream().filter(args[0]::equalsIgnoreCase).findFirst();
    if (wanted.isEmpty()) {
      err.println(
          FoveaException.format(
              "fovea example",
              "the name of a program",
              args[0],
              Nearest.fix(args[0], names, "'./fovea example' lists all.")));
      return WRONG_USAGE;
    }
    var program = named(wanted.get());
    var own = Arrays.copyOfRange(args, 1, args.length);
    var help = program.help(own);
    if (help.isPresent()) {
      out.print(help.get());
      return 0;
    }
    try {
      program.check(own);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG_USAGE;
    }
    try {
      program.main().run(own);
      return 0;
    } catch (FoveaException | IllegalArgumentException | IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /// The program of this name, as its class has it.
  static Program named(String name) {
    return PROGRAMS.stream()
        .filter(program -> program.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Examples: expected to list " + name));
  }
}
