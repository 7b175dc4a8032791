// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.augment.Augmentation;
import io.fovea.augment.Preset;
import io.fovea.formats.record.Pipelines;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import io.fovea.image.Resize;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what a pipeline of augmentations does to a picture, or writes a ready-made one to a file.
@Command(
    name = "augment",
    description = "Shows what a pipeline of augmentations does to a picture.",
    footer = {
      "",
      "Ready-made pipelines, also for 'fovea train --augment NAME':",
      "  light        mirrors, moves by 6 %%, turns by 8 degrees, changes light by 15 %%",
      "  strong       zooms, stretches, moves, turns, changes colors, blurs, erases",
      "  alexnet      a section of 7/8 of the sides, mirrors, colors of the light",
      "  randaugment  two changes out of 14, of strength 9 out of 10",
      "All but randaugment mirror left and right, which does not suit digits or text.",
      "",
      "The first picture of the grid is the original where the pipeline keeps its size.",
      "Large pictures are shrunk, so that the grid has at most 4096 pixels a side.",
      "",
      "Examples:",
      "  fovea augment cat.jpg",
      "  fovea augment cat.jpg --augment strong --grid 6x4 --seed 7",
      "  fovea augment --write light p.json",
      "  fovea augment cat.jpg --augment p.json --out grid.png"
    })
final class AugmentCommand implements Callable<Integer> {
  private static final int MOST = 20;
  private static final int MOST_PIXELS = 4096;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Option(
      names = "--augment",
      paramLabel = "NAME|FILE",
      description = {
        "A ready-made pipeline, or a JSON file of one; ${DEFAULT-VALUE} unless given."
      })
  private String pipeline = Preset.LIGHT.label();

  /// How it was called before; one word for one thing now.
  @Option(names = "--pipeline", paramLabel = "NAME|FILE", hidden = true)
  private Optional<String> formerly = Optional.empty();

  @Option(
      names = "--write",
      paramLabel = "NAME FILE",
      arity = "2",
      hideParamSyntax = true,
      description = "Writes a ready-made pipeline to a JSON file, to be changed.")
  private List<String> write = List.of();

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

  @Parameters(paramLabel = "PICTURE", arity = "0..1", description = "Picture file.")
  private Optional<Path> picture = Optional.empty();

  AugmentCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (write.isEmpty() && picture.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "expected a PICTURE or --write, got neither");
    }
    if (picture.isEmpty()) {
      Wishes.noneOf(
          spec, "a PICTURE to draw", "--augment", "--pipeline", "--grid", "--out", "--seed");
    }
    if (formerly.isPresent()) {
      Wishes.noneOf(spec, "none together with --pipeline, its older name", "--augment");
    }
    var done = new Json();
    if (!write.isEmpty()) {
      write(write.getFirst(), Path.of(write.getLast()), done);
    }
    if (picture.isPresent()) {
      draw(picture.get(), done);
    }
    if (common.json) {
      console.out().println(done.line());
    }
    return 0;
  }

  private void write(String name, Path file, Json done) throws IOException {
    var preset = Preset.named(name);
    Wishes.check(spec, preset.isPresent(), "--write", "one of " + Preset.names(), name);
    Pipelines.save(preset.orElseThrow().augmentation(), file);
    done.put("pipeline", file.toString());
    if (!common.json) {
      console.out().println("wrote the pipeline '" + name + "' to " + file);
    }
  }

  private void draw(Path file, Json done) throws IOException {
    WholeFiles.require(out);
    int by = grid.indexOf('x');
    int columns = count(by < 0 ? "" : grid.substring(0, by));
    int rows = count(grid.substring(by + 1));
    var chosen = formerly.orElse(pipeline);
    Augmentation change = PipelineChoice.load(chosen);
    Pixels source = shrunk(Images.read(file).toRgb(), columns, rows).toPixels();
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
    done.put("file", out.toString()).put("pictures", rows * columns).put("augment", chosen);
    if (!common.json) {
      console
          .out()
          .printf("wrote %d pictures to %s, changed by '%s'%n", rows * columns, out, chosen);
    }
  }

  /// No larger than such a grid has room for.
  private static Image shrunk(Image picture, int columns, int rows) {
    double fit =
        Math.min(
            (double) MOST_PIXELS / columns / picture.width(),
            (double) MOST_PIXELS / rows / picture.height());
    return fit >= 1
        ? picture
        : Resize.to(
                Math.max(1, (int) (picture.width() * fit)),
                Math.max(1, (int) (picture.height() * fit)))
            .antialiased()
            .on(picture);
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
