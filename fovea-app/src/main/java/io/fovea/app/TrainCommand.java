// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.augment.Preprocessing;
import io.fovea.data.DatasetEntry;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Trains a network of the zoo and keeps what came out in a folder of its own.
@Command(
    name = "train",
    sortOptions = false,
    description = "Trains a network: LeNet-5 on handwritten digits unless told otherwise.",
    footer = {
      "",
      "Pictures of one's own lie in a folder per class, DIR/roses/1.jpg, and are",
      "divided by --split; or in DIR/train, DIR/validation and DIR/test with such folders in",
      "each. Or a table lists them, one line 'path,label' each.",
      "",
      "Transfer learning: --weights takes a network that knows something already and",
      "gives it a new head for the classes of the data. --freeze-base lets the head",
      "learn alone. --then-unfreeze begins a second phase, in which base and head learn",
      "together; --epochs, --lr and --optimizer behind it are those of that phase.",
      "--feature-cache computes what the frozen base makes of the pictures only once.",
      "",
      "A model file or the folder of a run as --model learns on: as it is if the data",
      "has the classes that it knows, else with a new head, and always with one after",
      "--freeze-base.",
      "",
      "Each run gets a folder under runs/ with model.keras, best.keras (the model after",
      "its best epoch), history.csv and run.json; runs/last leads to the last one. A",
      "network with layers that Keras has not is saved as model.fovea.",
      "Ctrl-C ends training after the current step and saves what was learned; --resume",
      "goes on from there.",
      "",
      "Examples:",
      "  fovea train",
      "  fovea train --resume",
      "  fovea train --data fashion-mnist --epochs 20 --batch 64 --lr 0.001",
      "  fovea train --model resnet18 --data flowers/ --augment light",
      "  fovea train --model xception --weights imagenet --data flowers/ \\",
      "    --split 10,15,75 --freeze-base --epochs 5 --feature-cache \\",
      "    --then-unfreeze --lr 0.01 --epochs 10"
    })
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "A network of the zoo, ${DEFAULT-VALUE} unless given; or a model file or run, which"
              + " learns on, with a new head if the classes differ.")
  private String model = "lenet5";

  @Option(
      names = "--data",
      paramLabel = "NAME|DIR",
      converter = DataSource.Converter.class,
      description =
          "mnist10k (built in), mnist, fashion-mnist, cifar10, cifar100, tf-flowers or"
              + " imagenette (downloaded on first use), or a folder of pictures;"
              + " ${DEFAULT-VALUE} unless given.")
  private DataSource data = DataSource.MNIST10K;

  @Option(
      names = "--split",
      paramLabel = "TEST,VAL,TRAIN",
      converter = Shares.Converter.class,
      description =
          "Shares in which each class of a folder is divided, in this order; 10,15,75 unless"
              + " given.")
  private Optional<Shares> shares = Optional.empty();

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Width and height of pictures from a folder; the network's own unless given.")
  private Optional<Integer> size = Optional.empty();

  @Option(
      names = "--augment",
      paramLabel = "NAME|FILE",
      description = "Varies training pictures as a pipeline says (see 'fovea augment --help').")
  private Optional<String> pipeline = Optional.empty();

  @Option(names = "--no-augment", description = "Shows training pictures as they are.")
  private boolean plainPictures;

  @Option(
      names = "--weights",
      paramLabel = "imagenet|FILE",
      description = "What others have learned, for the base of the network.")
  private Optional<String> weights = Optional.empty();

  @Option(
      names = "--preprocess",
      paramLabel = "NAME",
      description =
          "unit (0..1), bytes (0..255), signed (-1..1), caffe or standard; what belongs to the"
              + " network unless given.")
  private Optional<String> preprocessing = Optional.empty();

  @Option(names = "--freeze-base", description = "Only a new head learns.")
  private boolean frozen;

  @Option(
      names = "--feature-cache",
      paramLabel = "COPIES",
      arity = "0..1",
      fallbackValue = "1",
      description =
          "Runs the frozen base once, over each picture, or with --augment over so many varied"
              + " copies of it.")
  private int copies;

  @Mixin private PhaseOptions phase = new PhaseOptions();

  @Option(
      names = "--then-unfreeze",
      arity = "0..1",
      parameterConsumer = PhaseOptions.Consumer.class,
      paramLabel = "OPTIONS",
      description =
          "Begins a second phase, in which the base learns, too; --epochs, --lr, --optimizer and"
              + " --train-batch-norm behind it belong to it.")
  private Optional<PhaseOptions> second = Optional.empty();

  @Option(names = "--batch", paramLabel = "N", description = "Pictures per step.")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Share of the training data held back to choose the best epoch, 0 to below 1, where the"
              + " data has no part for it.")
  private Optional<Double> validation = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Uses only the first N training and test pictures, for a quick try.")
  private Optional<Integer> limit = Optional.empty();

  @Option(names = "--strict", description = "Ends at a picture that cannot be read.")
  private boolean strict;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random, ${DEFAULT-VALUE} unless given.")
  private long seed = 42;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Threads that prepare pictures ahead of the step, one per processor unless given, at most"
              + " 4.")
  private Optional<Integer> workers = Optional.empty();

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

  @Mixin private Common common = new Common();

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return resume.isPresent()
        ? resume(resume.get())
        : new Training(settings(), console, common.json).start();
  }

  /// What the user wants, checked.
  Settings settings() {
    batch.ifPresent(n -> Wishes.positive(spec, "--batch", n));
    validation.ifPresent(share ->
        Wishes.check(
            spec, share >= 0 && share < 1, "--validation", "a share from 0 to below 1", share));
    limit.ifPresent(n -> Wishes.positive(spec, "--limit", n));
    workers.ifPresent(n -> Wishes.notNegative(spec, "--workers", n));
    Wishes.check(spec, !out.toString().isBlank(), "--out", "a folder", "none");
    Wishes.engine(spec, engine);
    checkModel();
    checkPictures();
    checkTransfer();
    try {
      return checkedSettings();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), firstLine(e), e);
    }
  }

  private static String firstLine(IllegalArgumentException problem) {
    return Objects.requireNonNullElse(problem.getMessage(), "wrong numbers")
        .lines()
        .findFirst()
        .orElse("");
  }

  private Settings checkedSettings() {
    var recipe = recipe();
    var start = new Start(model).fixed();
    if (!start.isFile()) {
      checkColor();
    }
    return new Settings(
        start.name(),
        weights.map(TrainCommand::absolute),
        data,
        size,
        preprocessing
            .map(Preprocessing::named)
            .or(() ->
                start.isFile() ? Optional.of(start.inputSpec().preprocessing()) : Optional.empty()),
        shares.orElse(Shares.USUAL),
        limit,
        strict,
        recipe,
        copies,
        seed,
        workers,
        engine,
        out);
  }

  private void checkModel() {
    if (!new Start(model).isFile()) {
      Wishes.zooModel(spec, model);
      return;
    }
    var reason = "none for a model file, ";
    weights.ifPresent(
        from -> Wishes.check(spec, false, "--weights", reason + "which has its own", from));
    size.ifPresent(
        n -> Wishes.check(spec, false, "--size", reason + "whose pictures have one size", n));
  }

  private void checkPictures() {
    size.ifPresent(n -> Wishes.positive(spec, "--size", n));
    boolean pictures = data.isPictures();
    String reason = "none for " + data + ", whose pictures have one size and parts of their own";
    size.ifPresent(n -> Wishes.check(spec, pictures, "--size", reason, n));
    shares.ifPresent(s -> Wishes.check(spec, pictures, "--split", reason, s));
    if (!pictures) {
      Wishes.noneOf(spec, reason, "--strict");
    }
    if (pictures && (shares.isPresent() || validation.isPresent())) {
      boolean divided = data.isDivided();
      shares.ifPresent(s ->
          Wishes.check(spec, !divided, "--split", "none for " + data + ", which has parts", s));
      validation.ifPresent(share ->
          Wishes.check(
              spec,
              divided,
              "--validation",
              "none for " + data + ", which --split TEST,VAL,TRAIN divides",
              share));
      if (data.isValidated()) {
        Wishes.noneOf(spec, "none for " + data + ", which has a part for it", "--validation");
      }
    }
    preprocessing.ifPresent(name -> {
      var labels = Arrays.stream(Preprocessing.values()).map(Preprocessing::label).toList();
      Wishes.check(spec, labels.contains(name), "--preprocess", "one of " + labels, name);
    });
    pipeline.ifPresent(file ->
        Wishes.check(spec, !plainPictures, "--augment", "none together with --no-augment", file));
  }

  /// Numbers of networks for pictures in color are prepared color by color.
  private void checkColor() {
    var picture = Zoo.entry(model).picture();
    boolean gray =
        data.entry()
            .flatMap(DatasetEntry::picture)
            .filter(shape -> shape.channels() == 1)
            .isPresent();
    if (gray && picture.channels() == 3 && preprocessing.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --data with pictures in color for "
              + model
              + ", got "
              + data
              + ", whose pictures are gray.\n"
              + "  Fix: name a folder of pictures, --data flowers/, or one of 'fovea data list'.");
    }
  }

  private void checkTransfer() {
    weights
        .filter(Weights.IMAGENET::equals)
        .ifPresent(word -> {
          Wishes.pretrained(spec, model);
        });
    Wishes.check(
        spec,
        frozen || second.isEmpty(),
        "--then-unfreeze",
        "a first phase with --freeze-base",
        "none");
    Wishes.notNegative(spec, "--feature-cache", copies);
    Wishes.check(
        spec,
        frozen || copies == 0,
        "--feature-cache",
        "a base that --freeze-base freezes",
        "none");
    Wishes.check(
        spec,
        copies <= 1 || pipeline.isPresent(),
        "--feature-cache",
        "one copy of each picture, or --augment to vary them",
        copies);
  }

  /// So that a run can go on when it is resumed from another folder.
  private static String absolute(String weights) {
    return weights.equals(Weights.IMAGENET)
        ? weights
        : Path.of(weights).toAbsolutePath().normalize().toString();
  }

  /// What a run was started with stays as it is.
  private int resume(Path run) {
    Wishes.engine(spec, engine);
    var free = List.of("--json", "--debug", "--engine", "--resume");
    for (var option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!free.contains(option.longestName())) {
        Wishes.noneOf(
            spec, "none together with --resume, as a run keeps its settings", option.longestName());
      }
    }
    var folder = RunFolder.of(run);
    var saved = SavedSettings.read(folder, engine);
    return new Training(saved.settings(), console, common.json).resume(folder, saved.dataHash());
  }

  private RecipeSettings recipe() {
    var usual = RecipeSettings.of(model, data);
    if (frozen) {
      usual = RecipeSettings.of(PhaseSettings.HEAD);
    } else if (new Start(model).isFile()) {
      usual = RecipeSettings.of(PhaseSettings.LATER);
    } else if (weights.isPresent()) {
      usual = RecipeSettings.of(PhaseSettings.WHOLE);
    }
    var first = phase.apply(usual.phases().getFirst());
    var recipe =
        usual.phases(
            second
                .map(options -> List.of(first, options.apply(PhaseSettings.LATER)))
                .orElse(List.of(first)));
    recipe = batch.map(recipe::batch).orElse(recipe);
    recipe = validation.map(recipe::validation).orElse(recipe);
    if (plainPictures) {
      return recipe.augmentation(Optional.empty());
    }
    return pipeline.isPresent() ? recipe.augmentation(pipeline.map(PipelineChoice::load)) : recipe;
  }
}
