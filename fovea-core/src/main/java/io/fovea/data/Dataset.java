// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static java.util.stream.Collectors.joining;

import com.google.errorprone.annotations.CheckReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import io.fovea.augment.Augmentation;
import io.fovea.augment.BatchMixing;
import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An immutable description of labelled examples and of how they reach training.
///
/// An example is a block of float32 numbers of one fixed shape (pictures: `[H, W, C]`), a label (one
/// number or a block of fixed shape), and a weight (1 unless given); for networks of several inputs
/// or outputs it has several blocks or labels. Each step returns a new description; nothing is read
/// before [#openBatches]. Threads may share it. The page of this package says how steps act together.
///
/// ```java
/// List<Dataset> parts = Datasets.mnist10k().train().validationSplit(0.1);
/// Dataset train = parts.get(0).shuffle().augment(RandomAffine.IDENTITY.maxShift(0.08)).batch(32);
/// ```
///
/// Positions, labels, steps and epochs count from 0. A [DataException] is thrown by steps that would
/// leave no example, and where labels are not what a step needs.
@CheckReturnValue
public final class Dataset {
  /// Threads that may read ahead: more read no faster, and take what the system has for others.
  public static final int MOST_THREADS = 256;

  private final Columns columns;
  private final Selection selection;
  private final Reading reading;

  private Dataset(Columns columns, Selection selection, Reading reading) {
    this.columns = columns;
    this.selection = selection;
    this.reading = reading;
  }

  /// Examples in memory, `[N, ...]`; labels are finite, `[N]`, `[N, 1]` or of several numbers each.
  public static Dataset of(Tensor images, Tensor labels) {
    return from(InMemory.of(images, labels));
  }

  /// Examples in memory of inputs and labels `[N, ...]` in the order of a network's, one at least.
  public static Dataset of(List<Tensor> inputs, List<Tensor> labels) {
    return InMemory.joined(inputs, labels);
  }

  /// Copied examples of `exampleShape`, pictures `[H, W, C]`, one after the other, a label for each.
  public static Dataset of(Shape exampleShape, float[] images, float[] labels) {
    return from(InMemory.of(exampleShape, images, labels));
  }

  /// As for floats, but unsigned bytes; pictures are kept as such and divided by 255 when read.
  public static Dataset of(Shape exampleShape, byte[] images, byte[] labels) {
    return from(InMemory.of(exampleShape, images, labels));
  }

  /// Examples of any other source.
  public static Dataset from(Source source) {
    return new Dataset(Columns.of(source), Selection.all(source.size()), Reading.PLAIN);
  }

  /// Examples with the inputs and the labels of both: [#plusInputs] and [#plusLabels].
  public static Dataset together(Dataset first, Dataset second) {
    return first.plusInputs(second).plusLabels(second);
  }

  /// Number of examples, at least 1.
  public int size() {
    return selection.size();
  }

  /// Shape of one example as it reaches training, without the batch axis.
  public Shape exampleShape() {
    return columns.input().shape();
  }

  /// Shape of each input of an example, see [#plusInputs].
  public List<Shape> exampleShapes() {
    return columns.inputs().stream().map(InputColumn::shape).toList();
  }

  /// Shape of one label, a scalar unless labels are several numbers each.
  public Shape labelShape() {
    return columns.label().shape();
  }

  /// Shape of each label of an example, see [#plusLabels].
  public List<Shape> labelShapes() {
    return columns.labels().stream().map(LabelColumn::shape).toList();
  }

  /// Name of each class, in the order of their numbers; empty if labels are not class numbers.
  public List<String> classNames() {
    return columns.label().classNames();
  }

  /// How any picture becomes an example like these, and what the classes are called: what a model
  /// that learns from them notes. Empty for floats of unknown origin, and where a [#map] changes
  /// pictures otherwise than by one [io.fovea.augment.Preprocessing].
  public Optional<InputSpec> inputSpec() {
    return columns.input().inputSpec().map(spec -> spec.labels(classNames()));
  }

  /// Whether a [#map] changes examples as they are read.
  public boolean isMapped() {
    return columns.input().isMapped();
  }

  /// Number of classes; 0 if labels are not class numbers.
  public int classes() {
    return classesOf(0);
  }

  /// Number of classes of one of several labels; 0 if they are not class numbers.
  public int classesOf(int label) {
    return columns.labels().get(label).classNames().size();
  }

  /// Number of examples of each class.
  public int[] classCounts() {
    return selection.classCounts(columns.label());
  }

  /// The label at a position of the fixed order; of several numbers, where the largest stands.
  public float label(int position) {
    return columns.label().value(selection.at(position));
  }

  /// The example at a position of the fixed order, as evaluation sees it.
  public Tensor example(int position) {
    return columns.input().forEvaluation().read(selection.at(position));
  }

  /// Declares that labels are class numbers 0..`count`-1, and names the classes by their numbers.
  public Dataset classes(int count) {
    return with(columns.named(0, Labels.numbered("Dataset.classes", count), selection));
  }

  /// Declares that labels are class numbers, and names the classes in their order.
  public Dataset classNames(String... names) {
    Args.positive("Dataset.classNames", names.length);
    return with(columns.named(0, List.of(names), selection));
  }

  /// Declares one of several labels to be class numbers 0..`classes`-1.
  public Dataset classesOf(int label, int classes) {
    return with(columns.named(label, Labels.numbered("Dataset.classesOf", classes), selection));
  }

  /// Turns class numbers into rows of zeros and a one, as losses without "sparse" in their name
  /// want them. Classes without names get their numbers as names.
  public Dataset oneHot(int classes) {
    return with(columns.oneHot(classes, selection));
  }

  /// Gives each example the inputs of another data set, too, the one at the same position of its
  /// fixed order, for networks of several inputs: `left.plusInputs(right)`.
  public Dataset plusInputs(Dataset other) {
    return with(columns.plusInputs(selection, other.columns, other.selection));
  }

  /// Gives each example the labels of another data set, too, for networks of several outputs;
  /// otherwise as [#plusInputs].
  public Dataset plusLabels(Dataset other) {
    return with(columns.plusLabels(selection, other.columns, other.selection));
  }

  /// Gives each example a weight in the loss, in fixed order; finite and at least 0.
  public Dataset weights(float... weights) {
    return with(columns.weighted(selection, weights));
  }

  /// Weighs each example so that every class counts the same in the loss: by
  /// `n / (classes * examples of its class)`, as scikit-learn's "balanced"; replaces other weights.
  public Dataset balanced() {
    return weights(selection.balanced(columns.label()));
  }

  /// The first `count` examples, all if there are fewer.
  public Dataset take(int count) {
    return with(selection.range("Dataset.take", 0, Math.min(count, size())));
  }

  /// All but the first `count` examples.
  public Dataset skip(int count) {
    int from = Args.notNegative("Dataset.skip", count);
    return with(selection.range("Dataset.skip", from, size()));
  }

  /// The examples of some classes, which are numbered anew in the order given here, each once:
  /// `digits.only("5", "6", "7", "8", "9")`.
  public Dataset only(String... classNames) {
    var label = columns.label().only(List.of(classNames));
    return new Dataset(columns.label(0, label), selection.only(label), reading);
  }

  /// The first `count` examples of each class, all of a class that has fewer; in fixed order.
  public Dataset takePerClass(int count) {
    return with(selection.perClass(columns.label(), count));
  }

  /// Cuts the examples into parts, in fixed order: `split(0.9, 0.1)`, `split(10, 15, 75)`. Part k
  /// ends at `n * (share 0 + ... + share k) / sum of the shares`, rounded (ties to even).
  public List<Dataset> split(double... shares) {
    return selection.split(shares).stream().map(this::with).toList();
  }

  /// Cuts the examples as [#split] does, but so that each part has its share of each class, and an
  /// example of it at least where the class has as many as there are parts; sizes may differ by that.
  public List<Dataset> splitStratified(double... shares) {
    return selection.stratified(columns.label(), shares).stream().map(this::with).toList();
  }

  /// The part to train on, the first `floor(n * (1 - fraction))` in fixed order as with Keras'
  /// `validation_split`, and the part to validate on, which is read [#forEvaluation].
  public List<Dataset> validationSplit(double fraction) {
    var parts = selection.validationSplit(fraction);
    return List.of(with(parts.getFirst()), with(parts.getLast()).forEvaluation());
  }

  /// Reorders the examples once, for good; for sources sorted by class that are to be split.
  public Dataset mix(long seed) {
    return with(selection.mixed(seed));
  }

  /// Visits the examples in a random order, another one in each epoch.
  public Dataset shuffle() {
    return with(reading.shuffle(Order.WHOLE));
  }

  /// Visits the examples in a random order in which none comes much too early, as `tf.data` does:
  /// `bufferSize` of them wait to be drawn from.
  public Dataset shuffle(int bufferSize) {
    return with(reading.shuffle(Args.positive("Dataset.shuffle", bufferSize)));
  }

  /// Changes each picture as it is read, in training and in evaluation: resizing, scaling.
  public Dataset map(Augmentation change) {
    return with(columns.input(columns.input().mapped(change)));
  }

  /// Changes each picture as [#map] does, but in training only, and never its shape.
  public Dataset augment(Augmentation change) {
    return with(columns.input(columns.input().augmented(change)));
  }

  /// Mixes the pictures and labels of each training batch, wherever it stands after all other steps;
  /// labels are rows then, see [#oneHot].
  public Dataset augmentBatches(BatchMixing mixing) {
    return with(reading.mixing(mixing)).with(columns);
  }

  /// Skips examples whose data cannot be read, instead of stopping: broken files, mostly.
  public Dataset lenient() {
    return with(reading.lenient());
  }

  /// Stops at the first example that cannot be read, with an error that names it.
  public Dataset strict() {
    return with(reading.strict());
  }

  /// A sentence for each example that was skipped so far, see [#lenient].
  public List<String> skipped() {
    return reading.skipped().map(Skipped::sentences).orElse(List.of());
  }

  /// Keeps each example in memory once it was read, with all [#map] steps up to here done.
  public Dataset cache() {
    return with(columns.input(columns.input().cached()));
  }

  /// Keeps each example, as [#cache()] does, in a file in a folder that exists, also for the next
  /// process: 4 bytes per value, not on the heap. A file made for other examples is refused.
  public Dataset cache(Path file) {
    return with(columns.input(columns.input().cached(file, columns.label())));
  }

  /// Chooses how many examples make a batch, for `fit` and `evaluate`, which refuse another number.
  public Dataset batch(int examples) {
    return with(reading.batch(Args.positive("Dataset.batch", examples)));
  }

  /// Examples per batch, if [#batch(int)] chose how many.
  public OptionalInt batch() {
    return reading.batch();
  }

  /// Examples per batch that [#batch(int)] chose; 32 otherwise, as in Keras.
  public int batchSize() {
    return reading.batch().orElse(32);
  }

  /// Lets workers fill this many batches ahead of training; 2 unless chosen.
  public Dataset prefetch(int batches) {
    return with(reading.prefetch(Args.positive("Dataset.prefetch", batches)));
  }

  /// The same examples as evaluation reads them: in fixed order, as they are after [#map].
  public Dataset forEvaluation() {
    return new Dataset(columns.forEvaluation(), selection, reading.forEvaluation());
  }

  private Dataset with(Columns changed) {
    reading.mixing().ifPresent(_ -> changed.checkMixing());
    return new Dataset(changed, selection, reading);
  }

  private Dataset with(Selection changed) {
    return new Dataset(columns, changed, reading);
  }

  private Dataset with(Reading changed) {
    return new Dataset(columns, selection, changed);
  }

  /// The random numbers that [#map] or [#augment] call number `step` had for one example of an epoch,
  /// to repeat what it did: `replay(Dataset.randomnessOf(seed, epoch, example, 0), pipeline)`.
  public static Rng randomnessOf(long seed, int epoch, int example, int step) {
    return ExampleReader.key(seed, epoch).at(example).at(step);
  }

  /// Number of batches in an epoch; the last one may be smaller.
  public int batches(int batchSize) {
    return Math.ceilDiv(size(), Args.positive("Dataset.batches", batchSize));
  }

  /// How many threads that read ahead of training suit this data: one where examples lie in memory
  /// as they are, else one per processor, at most 4.
  public int workers() {
    return columns.areInMemory() ? 1 : Math.min(4, Runtime.getRuntime().availableProcessors());
  }

  /// Starts reading one epoch; its batches depend on `seed` and `epoch` alone.
  ///
  /// @param firstBatch number of the first batch to deliver: where a resumed epoch goes on
  /// @param workers 0..[#MOST_THREADS] threads that read ahead; with 0 the caller's own reads
  @MustBeClosed
  public Batches openBatches(int batchSize, long seed, int epoch, int firstBatch, int workers) {
    var pass = Pass.of(columns, selection, reading, seed, epoch);
    return new Batches(pass, batchSize, firstBatch, workers, reading.prefetch());
  }

  /// As in `Dataset[8000 x [28, 28, 1], 10 classes]`.
  @Override
  public String toString() {
    var shapes = exampleShapes().stream().map(Shape::toString).collect(joining(" and "));
    var classes = classes() > 0 ? ", " + classes() + " classes" : "";
    var order = reading.shuffle() != Order.FIXED ? ", shuffled" : "";
    return "Dataset[" + size() + " x " + shapes + classes + order + "]";
  }
}
