package io.fovea.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Trains a network of the zoo and keeps what came out in a folder of its own.
@Command(
    name = "train",
    description = "Trains a network: LeNet-5 on handwritten digits unless told otherwise.",
    footer = {
      "",
      "Each run gets a folder under runs/ with model.fovea, best.fovea (the model after",
      "its best epoch), history.csv and run.json; runs/last leads to the last one.",
      "Ctrl-C ends training after the current step and saves what was learned; --resume",
      "goes on from there.",
      "",
      "Examples:",
      "  fovea train",
      "  fovea train --resume",
      "  fovea train --data fashion-mnist --epochs 20 --batch 64 --lr 0.001"
    })
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "A network of the zoo; ${DEFAULT-VALUE} unless given.")
  private String model = "lenet5";

  @Option(
      names = "--data",
      paramLabel = "NAME",
      converter = DataChoice.Converter.class,
      description =
          "mnist10k (built in), mnist, fashion-mnist or cifar10 (downloaded on first use);"
              + " ${DEFAULT-VALUE} unless given.")
  private DataChoice data = DataChoice.MNIST10K;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training data.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch", paramLabel = "N", description = "Pictures per step.")
  private Optional<Integer> batch = Optional.empty();

  @Option(names = "--lr", paramLabel = "RATE", description = "Highest learning rate.")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "Share of the training data held back to choose the best epoch, 0 to below 1.")
  private Optional<Double> validation = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Uses only the first N training and test pictures, for a quick try.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random, ${DEFAULT-VALUE} unless given.")
  private long seed = 42;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Threads that prepare pictures ahead of the step, ${DEFAULT-VALUE} unless given.")
  private int workers = 1;

  @Option(names = "--no-augment", description = "Shows training pictures as they are.")
  private boolean plainPictures;

  @Option(names = "--engine", paramLabel = "NAME", description = "onednn or reference.")
  private String engine = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where folders of runs are kept, ${DEFAULT-VALUE} unless given.")
  private Path out = Path.of("runs");

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      arity = "0..1",
      fallbackValue = "runs/last",
      description =
          "Goes on with an interrupted run, exactly as if it had not stopped; RUN is its folder,"
              + " ${FALLBACK-VALUE} unless given.")
  private Optional<Path> resume = Optional.empty();

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (resume.isPresent()) {
      return resume(resume.get());
    }
    epochs.ifPresent(n -> Wishes.positive(spec, "--epochs", n));
    batch.ifPresent(n -> Wishes.positive(spec, "--batch", n));
    learningRate.ifPresent(rate -> Wishes.positive(spec, "--lr", rate));
    validation.ifPresent(share ->
        Wishes.check(
            spec, share >= 0 && share < 1, "--validation", "a share from 0 to below 1", share));
    limit.ifPresent(n -> Wishes.positive(spec, "--limit", n));
    Wishes.notNegative(spec, "--workers", workers);
    Wishes.engine(spec, engine);
    Wishes.zooModel(spec, model);
    var settings = new Training.Settings(model, data, limit, recipe(), seed, workers, engine, out);
    return new Training(settings, console, common.json).start();
  }

  /// What a run was started with stays as it is.
  private int resume(Path run) {
    Wishes.engine(spec, engine);
    var free = List.of("--json", "--debug", "--engine", "--resume");
    for (var option : spec.commandLine().getParseResult().matchedOptions()) {
      Wishes.check(
          spec,
          free.contains(option.longestName()),
          option.longestName(),
          "none together with --resume, as a run keeps its settings",
          option.getValue());
    }
    var folder = RunFolder.of(run);
    var settings = SavedSettings.read(folder, engine);
    return new Training(settings, console, common.json).resume(folder);
  }

  private Recipe recipe() {
    var recipe = Recipe.of(model, data);
    recipe = epochs.map(recipe::epochs).orElse(recipe);
    recipe = batch.map(recipe::batch).orElse(recipe);
    recipe = learningRate.map(recipe::learningRate).orElse(recipe);
    recipe = validation.map(recipe::validation).orElse(recipe);
    return plainPictures ? recipe.plainPictures() : recipe;
  }
}
