package io.fovea.app;

import io.fovea.augment.Augmentation;
import io.fovea.formats.Pipelines;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what a pipeline of augmentations does to a picture.
@Command(
    name = "augment",
    description = "Shows what a pipeline of augmentations does to a picture.",
    footer = {
      "",
      "The first picture of the grid is the original where the pipeline keeps its size.",
      "",
      "Examples:",
      "  fovea augment cat.jpg --pipeline p.json --grid 4x4 --out grid.png",
      "  fovea augment cat.jpg --pipeline p.json --seed 7"
    })
final class AugmentCommand implements Callable<Integer> {
  private static final int MOST = 20;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      required = true,
      description = "JSON file of a pipeline, as Pipelines.save writes it.")
  private Path pipeline = Path.of("pipeline.json");

  @Option(
      names = "--grid",
      paramLabel = "COLUMNSxROWS",
      description = "How many pictures to draw; ${DEFAULT-VALUE} unless given.")
  private String grid = "4x4";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "PNG file to write; ${DEFAULT-VALUE} unless given.")
  private Path out = Path.of("grid.png");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Other numbers, other pictures; ${DEFAULT-VALUE} unless given.")
  private long seed = 42;

  @Parameters(paramLabel = "PICTURE", description = "Picture file.")
  private Path picture = Path.of("");

  AugmentCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    WholeFiles.require(out);
    int by = grid.indexOf('x');
    int columns = count(by < 0 ? "" : grid.substring(0, by));
    int rows = count(grid.substring(by + 1));
    Augmentation change = Pipelines.load(pipeline);
    Pixels source = Images.read(picture).toRgb().toPixels();
    Shape shape = change.outputShape(source.shape());
    var sheet =
        Pixels.allocate(Shape.of(rows * shape.get(0), columns * shape.get(1), shape.get(2)));
    boolean original = shape.equals(source.shape());
    for (int i = 0; i < rows * columns; i++) {
      Pixels changed = source;
      if (i > 0 || !original) {
        changed = Pixels.allocate(shape);
        change.apply(source, changed, Rng.of(seed).at("augment").at(i));
      }
      paste(changed, sheet, i / columns * shape.get(0), i % columns * shape.get(1));
    }
    Images.writePng(Image.of(sheet), out);
    if (common.json) {
      console
          .out()
          .println(new Json().put("file", out.toString()).put("pictures", rows * columns).line());
    } else {
      console.out().println("wrote " + rows * columns + " pictures to " + out);
    }
    return 0;
  }

  private int count(String text) {
    if (text.matches("[1-9][0-9]?") && Integer.parseInt(text) <= MOST) {
      return Integer.parseInt(text);
    }
    throw new ParameterException(
        spec.commandLine(),
        "Invalid value for option '--grid': expected e.g. 4x3, with 1 to "
            + MOST
            + " columns and rows, got "
            + grid
            + ".");
  }

  private static void paste(Pixels from, Pixels to, int top, int left) {
    int line = from.width() * from.channels();
    for (int y = 0; y < from.height(); y++) {
      System.arraycopy(from.values(), from.index(y, 0), to.values(), to.index(top + y, left), line);
    }
  }
}
