package io.fovea.examples;

import io.fovea.error.FoveaException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/// All programs by name: `./fovea example LineFilters` runs one, `./fovea example` lists them.
public final class Examples {
  /// All, in the order of the chapter.
  static final List<Program> PROGRAMS =
      List.of(
          new Program("ReceptiveFields", ReceptiveFields::main),
          new Program("ConvolutionalLayer", ConvolutionalLayer::main),
          new Program("LineFilters", LineFilters::main),
          new Program("PoolingLayers", PoolingLayers::main),
          new Program("BasicNetwork", BasicNetwork::main),
          new Program("ParameterSharing", ParameterSharing::main),
          new Program("LeNet5Training", LeNet5Training::main),
          new Program("AlexNetTraining", AlexNetTraining::main),
          new Program("DataGenerator", DataGenerator::main),
          new Program("AugmentationGallery", AugmentationGallery::main),
          new Program("GoogLeNetHeads", GoogLeNetHeads::main),
          new Program("Architectures", Architectures::main),
          new Program("Scaling", Scaling::main),
          new Program("ResNet34ByHand", ResNet34ByHand::main),
          new Program("PretrainedResNet50", PretrainedResNet50::main),
          new Program("TransferFlowers", TransferFlowers::main),
          new Program("FlowersInOneCall", FlowersInOneCall::main),
          new Program("TransferDigits", TransferDigits::main),
          new Program("ReadmeExample", ReadmeExample::main));

  private Examples() {}

  /// The main method of a program.
  @FunctionalInterface
  interface Main {
    void run(String[] args) throws IOException;
  }

  /// A program and its name, which is that of its class.
  record Program(String name, Main main) {}

  /// Runs the program that the first argument names, with the other arguments.
  public static void main(String[] args) {
    int status = run(args, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /// @return 0 if all went well, 1 if the program failed, 2 if there is no such program
  static int run(String[] args, PrintStream out, PrintStream err) {
    if (args.length == 0) {
      PROGRAMS.forEach(program -> out.println(program.name));
      return 0;
    }
    var wanted = PROGRAMS.stream().filter(program -> program.name.equals(args[0])).findFirst();
    if (wanted.isEmpty()) {
      err.println("fovea example: expected one of these names, got " + args[0] + ".");
      PROGRAMS.forEach(program -> err.println("  " + program.name));
      return 2;
    }
    try {
      wanted.get().main.run(Arrays.copyOfRange(args, 1, args.length));
      return 0;
    } catch (FoveaException | IllegalArgumentException | IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }
}
