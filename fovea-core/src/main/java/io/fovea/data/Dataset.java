package io.fovea.data;

import static java.util.stream.Collectors.joining;

import com.google.errorprone.annotations.CheckReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import io.fovea.augment.Augmentation;
import io.fovea.augment.BatchMixing;
import io.fovea.error.Args;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An immutable description of labelled examples and of how they reach training.
///
/// An example is a block of float32 numbers of one fixed shape (pictures: `[H, W, C]`), a label
/// (one number or a block of fixed shape), and a weight (1 unless given); for networks of several
/// inputs or outputs it has several blocks or labels, see [#plusInputs] and [#plusLabels]. Each
/// step returns a new description; nothing is read before [#openBatches]. Threads may share it.
///
/// ```java
/// List<Dataset> parts = Datasets.mnist10k().train().validationSplit(0.1);
/// Dataset train = parts.get(0).shuffle().augment(RandomAffine.IDENTITY.maxShift(0.08)).batch(32);
/// ```
///
/// Steps that select ([#take], [#skip], [#split], [#validationSplit]) act on the fixed order of
/// the examples, wherever [#shuffle] stands, so that parts never overlap. Examples are numbered
/// from 0 as in the source, in errors too.
@CheckReturnValue
public final class Dataset {
  /// Threads that may read ahead: more read no faster, and take what the system has for others.
  public static final int MOST_THREADS = 256;

  private static final int MOST_WORKERS = 4;

  private final Source source;

  /// Numbers of the examples in the source, in fixed order.
  private final int[] examples;

  /// Weight by number in the source; empty if all are 1.
  private final float[] weights;

  private final List<String> classNames;
  private final Reading reading;

  /// Inputs and labels behind the first ones.
  private final Companions companions;

  private Dataset(
      Source source,
      int[] examples,
      float[] weights,
      List<String> classNames,
      Reading reading,
      Companions companions) {
    this.source = source;
    this.examples = examples;
    this.weights = weights;
    this.classNames = classNames;
    this.reading = reading;
    this.companions = companions;
  }

  /// Examples in memory; declare class labels with [#classes(int)] or [#classNames(String...)].
  ///
  /// @param images `[N, ...]`, N at least 1
  /// @param labels `[N]` or `[N, 1]`, or `[N, ...]` for labels of several numbers each; finite
  /// @throws DataException if there are no examples, if counts differ, or for a bad label
  public static Dataset of(Tensor images, Tensor labels) {
    Labels.checkCount(Labels.count(images), Labels.count(labels));
    return from(new InMemory.Floats(images, labels));
  }

  /// Examples of several inputs and labels in memory, in the order of the network's inputs and
  /// outputs.
  ///
  /// @param inputs at least one, each `[N, ...]`
  /// @param labels at least one, each `[N]` or `[N, ...]`
  /// @throws DataException as for a single one
  public static Dataset of(List<Tensor> inputs, List<Tensor> labels) {
    Args.check(
        !inputs.isEmpty() && !labels.isEmpty(),
        "Dataset.of",
        "at least one input and one label",
        inputs.size() + " inputs and " + labels.size() + " labels",
        "pass tensors [N, ...].");
    var data = of(inputs.getFirst(), labels.getFirst());
    for (var input : inputs.subList(1, inputs.size())) {
      data = data.plusInputs(of(input, labels.getFirst()));
    }
    for (var label : labels.subList(1, labels.size())) {
      data = data.plusLabels(of(inputs.getFirst(), label));
    }
    return data;
  }

  /// Examples that have the inputs of both and the labels of both: [#plusInputs] and
  /// [#plusLabels].
  public static Dataset together(Dataset first, Dataset second) {
    return first.plusInputs(second).plusLabels(second);
  }

  /// Float examples in memory; the arrays are copied.
  ///
  /// @param exampleShape shape of one example, `[H, W, C]` for pictures
  /// @param images row-major, one example after the other
  /// @param labels one finite number per example
  /// @throws DataException if there are no examples, if counts differ, or for a bad label
  public static Dataset of(Shape exampleShape, float[] images, float[] labels) {
    int count = Labels.count(exampleShape, images.length);
    Labels.checkCount(count, labels.length);
    return of(Tensor.of(Shape.of(count).then(exampleShape), images), Tensor.vector(labels));
  }

  /// 8-bit examples in memory, kept as bytes and divided by 255 when read; the arrays are copied.
  ///
  /// @param exampleShape shape of one example, `[H, W, C]` for pictures
  /// @param images unsigned bytes, row-major, one example after the other
  /// @param labels one unsigned byte per example
  /// @throws DataException if there are no examples or if counts differ
  public static Dataset of(Shape exampleShape, byte[] images, byte[] labels) {
    Labels.checkCount(Labels.count(exampleShape, images.length), labels.length);
    return from(new InMemory.Bytes(exampleShape, images.clone(), labels.clone()));
  }

  /// Examples of any other source.
  ///
  /// @throws DataException if there are no examples, or for a bad label
  public static Dataset from(Source source) {
    if (source.size() < 1) {
      throw Labels.empty("Dataset.from", "give the source some examples.");
    }
    int[] all = IntStream.range(0, source.size()).toArray();
    List<String> names = List.copyOf(source.classNames());
    Labels.check(source, all, names.size());
    return new Dataset(source, all, new float[0], names, Reading.PLAIN, Companions.NONE);
  }

  // ---- what it is ----

  /// Number of examples, at least 1.
  public int size() {
    return examples.length;
  }

  /// Shape of one example as it reaches training, without the batch axis.
  public Shape exampleShape() {
    return lead().exampleShape();
  }

  /// Shape of each input of an example, see [#plusInputs].
  public List<Shape> exampleShapes() {
    return columns(companions.inputs()).map(Column::exampleShape).toList();
  }

  /// Shape of one label, a scalar unless labels are several numbers each.
  public Shape labelShape() {
    return source.labelShape();
  }

  /// Shape of each label of an example, see [#plusLabels].
  public List<Shape> labelShapes() {
    return columns(companions.labels()).map(column -> column.source().labelShape()).toList();
  }

  private Stream<Column> columns(List<Column> others) {
    return Stream.concat(Stream.of(lead()), others.stream());
  }

  private Column lead() {
    return new Column(source, new int[0], reading.stages(), classNames);
  }

  /// Name of each class, in the order of their numbers; empty if labels are not class numbers.
  public List<String> classNames() {
    return classNames;
  }

  /// How any picture becomes an example like these, and what the classes are called: what a model
  /// that learns from them notes. Empty for floats of unknown origin, and where a [#map] changes
  /// pictures otherwise than by one [io.fovea.augment.Preprocessing].
  public Optional<InputSpec> inputSpec() {
    return Stage.inputSpec(source, reading.stages()).map(spec -> spec.labels(classNames));
  }

  /// Whether a [#map] changes examples as they are read.
  public boolean isMapped() {
    return reading.stages().stream().anyMatch(stage -> !stage.trainingOnly());
  }

  /// Number of classes; 0 if labels are not class numbers.
  public int classes() {
    return classNames.size();
  }

  /// Number of classes of one of several labels; 0 if they are not class numbers.
  ///
  /// @param label its position, from 0
  public int classesOf(int label) {
    return columns(companions.labels()).toList().get(label).classNames().size();
  }

  /// Examples per batch, if [#batch(int)] chose how many.
  public OptionalInt batch() {
    return reading.batch();
  }

  /// Examples per batch that [#batch(int)] chose; 32 otherwise, as in Keras.
  public int batchSize() {
    return reading.batch().orElse(32);
  }

  /// The label at a position of the fixed order; of a label of several numbers, the position of the
  /// largest.
  public float label(int position) {
    return source.label(examples[position]);
  }

  /// The example at a position of the fixed order, as evaluation sees it.
  public Tensor example(int position) {
    Shape shape = exampleShape();
    Pixels target = Pixels.allocate(shape);
    new ExampleReader(source, reading.forEvaluation().stages(), ExampleReader.key(0, 0))
        .read(examples[position], target);
    return Tensor.of(shape, target.values());
  }

  // ---- what belongs to it ----

  /// Declares that labels are class numbers 0..`count`-1, and names the classes by their numbers.
  ///
  /// @throws DataException for the first label that is not such a number
  public Dataset classes(int count) {
    return named(Labels.numbered(Args.positive("Dataset.classes", count)));
  }

  /// Declares that labels are class numbers, and names the classes.
  ///
  /// @throws DataException for the first label that is not a class number
  public Dataset classNames(String... names) {
    Args.positive("Dataset.classNames", names.length);
    return named(List.of(names));
  }

  private Dataset named(List<String> names) {
    Labels.check(source, examples, names.size());
    return new Dataset(source, examples, weights, names, reading, companions);
  }

  /// Declares one of several labels to be class numbers from 0 to `classes - 1`; positions count
  /// from 0.
  ///
  /// @throws DataException for the first label that is none
  public Dataset classesOf(int label, int classes) {
    if (label == 0) {
      return classes(classes);
    }
    var labels = new ArrayList<>(companions.labels());
    var column = labels.get(label - 1);
    int[] numbers = Arrays.stream(examples).map(column::number).toArray();
    Labels.check(column.source(), numbers, Args.positive("Dataset.classesOf", classes));
    labels.set(label - 1, column.classNames(Labels.numbered(classes)));
    return companions(new Companions(companions.inputs(), labels));
  }

  /// Turns class numbers into rows of zeros and a one, as losses without "sparse" in their name
  /// want them. Classes without names get their numbers as names.
  ///
  /// @throws DataException for the first label that is not a class number below `classes`
  public Dataset oneHot(int classes) {
    Args.positive("Dataset.oneHot", classes);
    if (!Labels.isSingle(source)) {
      throw new DataException(
          "Dataset.oneHot",
          "one class number per example",
          "labels of shape " + source.labelShape(),
          "leave it out; the labels are rows already.");
    }
    Labels.check(source, examples, classes);
    return new Dataset(
        new OneHot(source, classes),
        examples,
        weights,
        classes() == classes ? classNames : Labels.numbered(classes),
        reading,
        companions);
  }

  // ---- several inputs and labels ----

  /// Gives each example the inputs of another data set, too, for networks of several inputs:
  /// `left.plusInputs(right)`.
  ///
  /// Examples belong together by their position in fixed order. Order, weights and batch size stay
  /// those of this data set; the other's own [#map] and [#augment] steps act on its inputs. What
  /// is called on the result later and changes pictures or labels acts on the first ones.
  ///
  /// @throws DataException if the other one has not as many examples
  public Dataset plusInputs(Dataset other) {
    return companions(companions.plusInputs(companionsOf("Dataset.plusInputs", other).inputs()));
  }

  /// Gives each example the labels of another data set, too, for networks of several outputs;
  /// otherwise as [#plusInputs].
  ///
  /// @throws DataException if the other one has not as many examples
  public Dataset plusLabels(Dataset other) {
    return companions(companions.plusLabels(companionsOf("Dataset.plusLabels", other).labels()));
  }

  private Companions companionsOf(String where, Dataset other) {
    if (other.size() != size()) {
      throw new DataException(
          where,
          size() + " examples to go with those of this data set",
          other.size() + " examples",
          "join data sets of the same examples in the same order, before splitting them.");
    }
    return new Companions(
        other.columns(other.companions.inputs()).map(column -> column(column, other)).toList(),
        other.columns(other.companions.labels()).map(column -> column(column, other)).toList());
  }

  private Column column(Column column, Dataset other) {
    return column.under(examples, other.examples, source.size());
  }

  private Dataset companions(Companions changed) {
    if (reading.mixing().isPresent()) {
      checkAlone("Dataset.augmentBatches", changed);
    }
    return new Dataset(source, examples, weights, classNames, reading, changed);
  }

  /// Gives each example a weight in the loss.
  ///
  /// @param weights one per example, in fixed order, finite and at least 0
  public Dataset weights(float... weights) {
    Labels.checkWeights(weights, size());
    var bySource = new float[source.size()];
    for (int i = 0; i < weights.length; i++) {
      bySource[examples[i]] = weights[i];
    }
    return new Dataset(source, examples, bySource, classNames, reading, companions);
  }

  // ---- which examples ----

  /// The first `count` examples, all if there are fewer.
  public Dataset take(int count) {
    return range("Dataset.take", 0, Math.min(count, size()));
  }

  /// All but the first `count` examples.
  public Dataset skip(int count) {
    return range("Dataset.skip", Args.notNegative("Dataset.skip", count), size());
  }

  /// The examples of some classes, which are numbered anew in the order given here:
  /// `digits.only("5", "6", "7", "8", "9")`.
  ///
  /// @param classNames at least one, each once
  /// @throws DataException if labels are not class numbers, if there is no class of such a name, or
  ///     if no example is left
  public Dataset only(String... classNames) {
    Labels.checkClasses("Dataset.only", classes());
    var chosen = List.of(classNames);
    if (!Labels.isSingle(source)
        || !this.classNames.containsAll(chosen)
        || chosen.stream().distinct().count() < chosen.size()) {
      throw new DataException(
          "Dataset.only",
          "some of the classes " + this.classNames + ", each once, as labels of one number",
          chosen + " of labels of shape " + source.labelShape(),
          "check the names, and choose classes before oneHot().");
    }
    var numbers = this.classNames.stream().map(chosen::indexOf).toList();
    int[] kept = selection().renumbered(numbers);
    if (kept.length == 0) {
      throw Labels.empty("Dataset.only " + chosen, "choose classes that have examples.");
    }
    var renumbered = new Renumbered(source, chosen, numbers);
    return new Dataset(renumbered, kept, weights, chosen, reading, companions);
  }

  /// The first `count` examples of each class, all of a class that has fewer; in fixed order.
  ///
  /// @throws DataException if labels are not class numbers
  public Dataset takePerClass(int count) {
    Labels.checkClasses("Dataset.takePerClass", classes());
    Args.positive("Dataset.takePerClass", count);
    return of(selection().perClass(classes(), count));
  }

  /// Cuts the examples into parts of these shares, in fixed order: `split(0.9, 0.1)`,
  /// `split(10, 15, 75)`.
  ///
  /// Shares are relative to their sum. Part k ends at `n * (share 0 + ... + share k) / sum`,
  /// rounded (ties to even), so the sizes sum to n. Examples sorted by class need [#mix] first.
  ///
  /// @throws DataException if a part would be empty
  public List<Dataset> split(double... shares) {
    return selection().split(shares).stream().map(this::of).toList();
  }

  /// Cuts the examples as [#split] does, but so that each class has its share in each part, up to
  /// rounding, and at least one example if it has as many as there are parts; of a class with fewer,
  /// the parts of the largest shares have one each. Parts keep the fixed order. They have as many
  /// examples as those of [#split], except where the smallest classes need more.
  ///
  /// @throws DataException if labels are not class numbers, or if a part would be empty
  public List<Dataset> splitStratified(double... shares) {
    Labels.checkClasses("Dataset.splitStratified", classes());
    return selection().stratified(classes(), shares).stream().map(this::of).toList();
  }

  /// Number of examples of each class.
  ///
  /// @throws DataException if labels are not class numbers
  public int[] classCounts() {
    Labels.checkClasses("Dataset.classCounts", classes());
    return selection().classCounts(classes());
  }

  /// Weighs each example so that every class counts the same in the loss: by
  /// `n / (classes * examples of its class)`, as scikit-learn's "balanced"; replaces other weights.
  ///
  /// @throws DataException if labels are not class numbers
  public Dataset balanced() {
    Labels.checkClasses("Dataset.classCounts", classes());
    return weights(selection().balanced(classes()));
  }

  /// Holds back the last examples in fixed order, as Keras' `validation_split` does.
  ///
  /// Training keeps the first `floor(n * (1 - fraction))`. The validation part is read
  /// [#forEvaluation]. Examples sorted by class need [#mix] first.
  ///
  /// @param fraction share of the examples to hold back, between 0 and 1
  /// @return the training part, then the validation part
  /// @throws DataException if a part would be empty
  public List<Dataset> validationSplit(double fraction) {
    int at = (int) Math.floor(size() * (1 - Args.fraction("Dataset.validationSplit", fraction)));
    return List.of(
        range("Dataset.validationSplit, training part", 0, at),
        range("Dataset.validationSplit, validation part", at, size()).forEvaluation());
  }

  private Dataset range(String where, int from, int to) {
    return of(selection().range(where, from, to));
  }

  /// Reorders the examples once, for good; for sources sorted by class that are to be split.
  ///
  /// @param seed the same seed gives the same order
  public Dataset mix(long seed) {
    return of(Order.whole(examples, Rng.of(seed).at("mix")));
  }

  private Selection selection() {
    return new Selection(source, examples);
  }

  private Dataset of(int[] chosen) {
    return new Dataset(source, chosen, weights, classNames, reading, companions);
  }

  // ---- how they are read ----

  /// Visits the examples in a random order, another one in each epoch.
  public Dataset shuffle() {
    return reading(reading.shuffle(Order.WHOLE));
  }

  /// Visits the examples in a random order in which none comes much too early, as `tf.data` does.
  ///
  /// @param bufferSize how many examples wait to be drawn from; [#size] or more shuffles all
  public Dataset shuffle(int bufferSize) {
    return reading(reading.shuffle(Args.positive("Dataset.shuffle", bufferSize)));
  }

  /// Changes each picture as it is read, in training and in evaluation: resizing, scaling.
  ///
  /// Where the first step of a data set of picture files is a random resized crop, or a sequence
  /// that begins with one, it is cut from the picture in the file, not from the resized one.
  ///
  /// The change runs on the data workers and keeps the order of the examples. Its random numbers
  /// are keyed by (seed, "augment", epoch, example number, step).
  public Dataset map(Augmentation change) {
    Shape shape = change.outputShape(exampleShape());
    return reading(reading.stage(new Stage(change, shape, false)));
  }

  /// Changes each picture as [#map] does, but in training only: [#forEvaluation] leaves it out.
  ///
  /// @throws ShapeException if it changes the shape of the examples
  public Dataset augment(Augmentation change) {
    Shape shape = exampleShape();
    Shape changed = change.outputShape(shape);
    if (!changed.equals(shape)) {
      throw new ShapeException(
          "Dataset.augment",
          "a step that keeps the shape " + shape,
          changed.toString(),
          "use map(...), which evaluation takes too.");
    }
    return reading(reading.stage(new Stage(change, shape, true)));
  }

  /// Mixes the pictures and labels of each training batch, see [BatchMixing]; [#forEvaluation]
  /// leaves it out. It comes after all [#augment] steps, wherever it stands.
  ///
  /// Its random numbers are keyed by (seed, epoch, batch number).
  ///
  /// @throws DataException if labels are not rows, or for several inputs or labels
  public Dataset augmentBatches(BatchMixing mixing) {
    if (labelShape().rank() != 1) {
      throw new DataException(
          "Dataset.augmentBatches",
          "labels that are rows of one number per class",
          "labels of shape " + labelShape(),
          "call oneHot(classes) before.");
    }
    checkAlone("Dataset.augmentBatches", companions);
    return reading(reading.mixing(Optional.of(mixing)));
  }

  private static void checkAlone(String where, Companions others) {
    if (!others.equals(Companions.NONE)) {
      throw new DataException(
          where,
          "one input and one label per example to mix",
          "several",
          "leave augmentBatches(...) out, or the other inputs and labels.");
    }
  }

  /// Skips examples whose data cannot be read, instead of stopping: broken files, mostly.
  ///
  /// The next readable example of the epoch takes the place of each, with weight 0, so that batches
  /// keep their size and nothing depends on the number of workers; metrics that ignore weights see
  /// that one twice. Each skipped example is logged once and listed by [#skipped]. Mistakes in the
  /// steps of a pipeline still stop whoever reads, and so do a hundred broken examples in a row.
  /// Data sets derived from this one share the list.
  public Dataset lenient() {
    return reading(reading.skipped(Optional.of(new Skipped())));
  }

  /// Stops at the first example that cannot be read, with an error that names it.
  public Dataset strict() {
    return reading(reading.skipped(Optional.empty()));
  }

  /// A sentence for each example that was skipped so far, see [#lenient].
  public List<String> skipped() {
    return reading.skipped().map(Skipped::sentences).orElse(List.of());
  }

  /// Keeps each example in memory once it was read, with all [#map] steps up to here done.
  ///
  /// Data sets derived from this one share the memory: 4 bytes per value of the examples that were
  /// read. Random numbers of steps above it are drawn once, whatever the seed and epoch. Examples
  /// that lie in memory unchanged are not copied again.
  public Dataset cache() {
    List<Stage> stages = stagesToKeep("cache()");
    if (lead().isAtHand()) {
      return this;
    }
    return new Dataset(
        new Cached(source, stages, exampleShape()),
        examples,
        weights,
        classNames,
        reading.stages(List.of()),
        companions);
  }

  /// Keeps each example in a file once it was read, with all [#map] steps up to here done; for
  /// pictures that are read again in each epoch, or by the next process.
  ///
  /// The file takes 4 bytes per value and is mapped into memory: the heap does not grow. A file
  /// made for other examples is refused.
  ///
  /// @param file need not exist; its folder does
  /// @throws DataException if it cannot be made, or holds something else
  public Dataset cache(Path file) {
    List<Stage> stages = stagesToKeep("cache(file)");
    return new Dataset(
        new DiskCache(file, source, stages, exampleShape()),
        examples,
        weights,
        classNames,
        reading.stages(List.of()),
        companions);
  }

  private List<Stage> stagesToKeep(String call) {
    List<Stage> stages = reading.stages();
    Args.check(
        stages.stream().noneMatch(Stage::trainingOnly),
        "Dataset.cache",
        "no augment() above it, which would be frozen",
        "augment(...)." + call,
        "call " + call + " before augment(...).");
    return stages;
  }

  /// Chooses how many examples make a batch: for `fit`, which refuses another number.
  public Dataset batch(int examples) {
    return reading(reading.batch(OptionalInt.of(Args.positive("Dataset.batch", examples))));
  }

  /// Lets workers fill this many batches ahead of training; 2 unless chosen.
  public Dataset prefetch(int batches) {
    return reading(reading.prefetch(Args.positive("Dataset.prefetch", batches)));
  }

  /// The same examples as evaluation reads them: in fixed order, without [#augment] steps.
  public Dataset forEvaluation() {
    return reading(reading.forEvaluation()).companions(companions.forEvaluation());
  }

  private Dataset reading(Reading changed) {
    return new Dataset(source, examples, weights, classNames, changed, companions);
  }

  /// The random numbers that one step had for one example, to repeat what it did: to the same
  /// picture, or to another one.
  ///
  /// ```java
  /// Augmentation again = replay(Dataset.randomnessOf(seed, epoch, example, 0), pipeline);
  /// ```
  ///
  /// @param seed of [#openBatches]
  /// @param epoch counted from 0
  /// @param example its number in the source, as errors name it
  /// @param step number of the [#map] or [#augment] call, counted from 0
  public static Rng randomnessOf(long seed, int epoch, int example, int step) {
    return ExampleReader.key(seed, epoch).at(example).at(step);
  }

  // ---- reading ----

  /// Number of batches in an epoch; the last one may be smaller.
  public int batches(int batchSize) {
    return Math.ceilDiv(size(), Args.positive("Dataset.batches", batchSize));
  }

  /// How many threads that read ahead of training suit this data: one where examples lie in memory
  /// as they are, else one per processor, at most 4.
  public int workers() {
    return columns(companions.inputs()).allMatch(Column::isAtHand)
        ? 1
        : Math.min(MOST_WORKERS, Runtime.getRuntime().availableProcessors());
  }

  /// Starts reading one epoch.
  ///
  /// The batches depend on `seed` and `epoch` alone, not on `workers` or on where reading starts.
  ///
  /// @param batchSize examples per batch, at least 1
  /// @param seed of shuffling and augmentation
  /// @param epoch counted from 0
  /// @param firstBatch number of the first batch to deliver, counted from 0: where a resumed epoch
  ///     goes on
  /// @param workers threads that read ahead, at most [#MOST_THREADS]; with 0 the caller's thread
  ///     reads when it needs a batch
  @MustBeClosed
  public Batches openBatches(int batchSize, long seed, int epoch, int firstBatch, int workers) {
    Args.notNegative("Dataset.openBatches epoch", epoch);
    Args.within("Dataset.openBatches workers", workers, 0, MOST_THREADS);
    Args.check(
        firstBatch >= 0 && firstBatch <= batches(batchSize),
        "Dataset.openBatches firstBatch",
        "a batch number from 0 to " + batches(batchSize),
        firstBatch,
        "start within the epoch.");
    var pass =
        new Pass(
            Order.of(examples, reading.shuffle(), seed, epoch),
            weights,
            columns(companions.inputs()).toList(),
            columns(companions.labels()).toList(),
            ExampleReader.key(seed, epoch),
            reading.mixing(),
            reading.skipped());
    return new Batches(pass, batchSize, firstBatch, workers, reading.prefetch());
  }

  /// As in `Dataset[8000 x [28, 28, 1], 10 classes]`.
  @Override
  public String toString() {
    return "Dataset["
        + size()
        + " x "
        + exampleShapes().stream().map(Shape::toString).collect(joining(" and "))
        + (classes() > 0 ? ", " + classes() + " classes" : "")
        + (reading.shuffle() != Order.FIXED ? ", shuffled" : "")
        + "]";
  }
}
