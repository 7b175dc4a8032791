// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.augment.Augmentation;
import io.fovea.augment.Fill;
import io.fovea.augment.Span;
import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Keras' `ImageDataGenerator`: random changes and standardization of pictures in memory.
///
/// Options bear Keras' names. An immutable description; threads may share it.
///
/// ```java
/// var generator =
///     ImageDataGenerator.PLAIN.rescale(1.0 / 255).rotationRange(45).widthShiftRange(0.2)
///         .zoomRange(0.5, 1.5).horizontalFlip().fillMode(Fill.REFLECT);
/// var batches = generator.flow(images, labels).batchSize(32).seed(1).open();
/// ```
///
/// Of Keras' arguments, `data_format` and `dtype` have no counterpart: pictures are `[H, W, C]`
/// float32 throughout. The same seed draws the same numbers as Keras does with NumPy. Where Keras'
/// releases differ, documented behaviour is the default; [#legacy] chooses another one.
@CheckReturnValue
public final class ImageDataGenerator {
  /// Changes nothing; the start of a description.
  public static final ImageDataGenerator PLAIN = new ImageDataGenerator();

  // assigned while a copy is made, never after
  private boolean featurewiseCenter;
  private boolean samplewiseCenter;
  private boolean featurewiseStd;
  private boolean samplewiseStd;
  private boolean zca;
  private double zcaEpsilon = 1e-6;
  private double rotation;
  private KerasShift widthShift = KerasShift.NONE;
  private KerasShift heightShift = KerasShift.NONE;
  private Optional<Span> brightness = Optional.empty();
  private double shear;
  private Span zoom = new Span(1, 1);
  private double channelShift;
  private Fill fill = Fill.NEAREST;
  private boolean horizontalFlip;
  private boolean verticalFlip;
  private double rescale = 1;
  private UnaryOperator<Tensor> preprocessing = UnaryOperator.identity();
  private double validationSplit;
  private int order = 1;
  private KerasAxes axes = KerasAxes.DOCUMENTED;
  private KerasStatistics statistics = KerasStatistics.NONE;

  private ImageDataGenerator() {}

  private ImageDataGenerator with(Consumer<ImageDataGenerator> change) {
    var copy = new ImageDataGenerator();
    copy.featurewiseCenter = featurewiseCenter;
    copy.samplewiseCenter = samplewiseCenter;
    copy.featurewiseStd = featurewiseStd;
    copy.samplewiseStd = samplewiseStd;
    copy.zca = zca;
    copy.zcaEpsilon = zcaEpsilon;
    copy.rotation = rotation;
    copy.widthShift = widthShift;
    copy.heightShift = heightShift;
    copy.brightness = brightness;
    copy.shear = shear;
    copy.zoom = zoom;
    copy.channelShift = channelShift;
    copy.fill = fill;
    copy.horizontalFlip = horizontalFlip;
    copy.verticalFlip = verticalFlip;
    copy.rescale = rescale;
    copy.preprocessing = preprocessing;
    copy.validationSplit = validationSplit;
    copy.order = order;
    copy.axes = axes;
    copy.statistics = statistics;
    change.accept(copy);
    return copy;
  }

  /// Subtracts the mean of all pictures, per channel; needs [#fit].
  public ImageDataGenerator featurewiseCenter() {
    return with(g -> g.featurewiseCenter = true);
  }

  /// Subtracts each picture's own mean.
  public ImageDataGenerator samplewiseCenter() {
    return with(g -> g.samplewiseCenter = true);
  }

  /// Centres, then divides by the deviation of all pictures, per channel; needs [#fit].
  public ImageDataGenerator featurewiseStdNormalization() {
    return with(g -> {
      g.featurewiseStd = !g.zca;
      g.featurewiseCenter = true;
    });
  }

  /// Centres each picture, then divides by its own deviation.
  public ImageDataGenerator samplewiseStdNormalization() {
    return with(g -> {
      g.samplewiseStd = true;
      g.samplewiseCenter = true;
    });
  }

  /// Makes pixels uncorrelated; centres, and takes the place of the featurewise deviation; needs
  /// [#fit], whose time grows with the cube of the values per picture.
  ///
  /// @param epsilon Keras: 1e-6
  public ImageDataGenerator zcaWhitening(double epsilon) {
    Args.positive("ImageDataGenerator.zcaWhitening", epsilon);
    return with(g -> {
      g.zca = true;
      g.zcaEpsilon = epsilon;
      g.featurewiseCenter = true;
      g.featurewiseStd = false;
    });
  }

  /// Turns by up to this angle either way.
  public ImageDataGenerator rotationRange(double degrees) {
    return with(g -> g.rotation = notNegative("rotationRange", degrees));
  }

  /// Shifts columns by up to this fraction of the width, or from 1 on by this many pixels.
  public ImageDataGenerator widthShiftRange(double range) {
    return with(g -> g.widthShift = KerasShift.upTo(notNegative("widthShiftRange", range)));
  }

  /// Shifts columns by a whole number of pixels below this one, either way.
  public ImageDataGenerator widthShiftPixels(int below) {
    Args.positive("ImageDataGenerator.widthShiftPixels", below);
    return with(g -> g.widthShift = KerasShift.below(below));
  }

  /// Shifts columns by one of these numbers, either way; fractions if all are below 1.
  public ImageDataGenerator widthShiftChoices(List<Double> choices) {
    return with(g -> g.widthShift = KerasShift.oneOf(choices));
  }

  /// Shifts rows by up to this fraction of the height, or from 1 on by this many pixels.
  public ImageDataGenerator heightShiftRange(double range) {
    return with(g -> g.heightShift = KerasShift.upTo(notNegative("heightShiftRange", range)));
  }

  /// Shifts rows by a whole number of pixels below this one, either way.
  public ImageDataGenerator heightShiftPixels(int below) {
    Args.positive("ImageDataGenerator.heightShiftPixels", below);
    return with(g -> g.heightShift = KerasShift.below(below));
  }

  /// Shifts rows by one of these numbers, either way; fractions if all are below 1.
  public ImageDataGenerator heightShiftChoices(List<Double> choices) {
    return with(g -> g.heightShift = KerasShift.oneOf(choices));
  }

  /// Multiplies levels 0..255 by a factor; rounds them down to whole levels, as Keras does.
  public ImageDataGenerator brightnessRange(double min, double max) {
    return with(g -> g.brightness = Optional.of(new Span(min, max)));
  }

  /// Leans by up to this angle either way.
  public ImageDataGenerator shearRange(double degrees) {
    return with(g -> g.shear = notNegative("shearRange", degrees));
  }

  /// As `zoomRange(1 - range, 1 + range)`: 0.5 gives from twice the size to two thirds of it.
  public ImageDataGenerator zoomRange(double range) {
    return zoomRange(1 - range, 1 + range);
  }

  /// Scales rows and columns, each by a number of its own, as Keras does: 0.5 doubles the content
  /// and 2 halves it, while [io.fovea.augment.Augmentations#zoom] takes the magnification, 2 to double.
  public ImageDataGenerator zoomRange(double min, double max) {
    Args.positive("ImageDataGenerator.zoomRange", min);
    return with(g -> g.zoom = new Span(min, max));
  }

  /// Adds up to this number, or takes it away, from all channels alike.
  public ImageDataGenerator channelShiftRange(double range) {
    return with(g -> g.channelShift = notNegative("channelShiftRange", range));
  }

  /// What comes in from outside: Keras' `fill_mode` and `cval`; [Fill#NEAREST] unless chosen.
  public ImageDataGenerator fillMode(Fill fill) {
    return with(g -> g.fill = fill);
  }

  /// Turns left and right for half of the pictures.
  public ImageDataGenerator horizontalFlip() {
    return with(g -> g.horizontalFlip = true);
  }

  /// Turns upper and lower side for half of the pictures.
  public ImageDataGenerator verticalFlip() {
    return with(g -> g.verticalFlip = true);
  }

  /// Multiplies all values, after the random changes.
  public ImageDataGenerator rescale(double factor) {
    return with(g -> g.rescale = factor);
  }

  /// A change of each picture `[H, W, C]`, of the same shape, before standardization.
  public ImageDataGenerator preprocessingFunction(UnaryOperator<Tensor> function) {
    return with(g -> g.preprocessing = function);
  }

  /// Holds back the first part of the pictures, between 0 and 1, for [KerasFlow#validation].
  public ImageDataGenerator validationSplit(double fraction) {
    Args.check(
        fraction > 0 && fraction < 1,
        "ImageDataGenerator.validationSplit",
        "a fraction between 0 and 1",
        fraction,
        "pass e.g. 0.2.");
    return with(g -> g.validationSplit = fraction);
  }

  /// 0 takes the nearest pixel, 1 (the default) mixes four, 2 to 5 lay a spline of that order
  /// through all pixels.
  public ImageDataGenerator interpolationOrder(int order) {
    Args.check(
        order >= 0 && order <= Splines.HIGHEST,
        "ImageDataGenerator.interpolationOrder",
        "0 (nearest), 1 (bilinear) or 2 to 5 (splines)",
        order,
        "pass 1.");
    return with(g -> g.order = order);
  }

  /// Computes what one of Keras' releases computes, rather than what it documents.
  public ImageDataGenerator legacy(KerasAxes axes) {
    return with(g -> g.axes = axes);
  }

  private static double notNegative(String option, double value) {
    Args.check(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        "ImageDataGenerator." + option,
        "a number of at least 0",
        value,
        "pass e.g. 0.2.");
    return value;
  }

  double validationFraction() {
    return validationSplit;
  }

  /// Learns the featurewise statistics of `images`, `[N, H, W, C]`.
  public ImageDataGenerator fit(Tensor images) {
    checkBatch("ImageDataGenerator.fit", images);
    return learned(rescaled(images), images.shape().get(0), images.shape().get(3));
  }

  /// As [#fit(Tensor)], of `rounds` random changes of each picture; Keras' `augment=True`.
  ///
  /// @param rounds how often each picture is changed, at least 1
  /// @param seed as for `numpy.random.seed`
  public ImageDataGenerator fit(Tensor images, int rounds, int seed) {
    checkBatch("ImageDataGenerator.fit", images);
    Args.positive("ImageDataGenerator.fit rounds", rounds);
    float[] plain = rescaled(images);
    float[] changed = new float[Math.multiplyExact(rounds, plain.length)];
    Shape picture = images.shape().slice(1, 4);
    int size = Math.toIntExact(picture.elements());
    var random = new NumPyRandom(seed);
    for (int at = 0; at < changed.length; at += size) {
      applyTransform(
          Pixels.of(picture, plain, at % plain.length),
          Pixels.of(picture, changed, at),
          draw(picture, random));
    }
    return learned(changed, rounds * images.shape().get(0), images.shape().get(3));
  }

  private float[] rescaled(Tensor images) {
    float[] values = images.toArray();
    KerasValues.multiply(values, 0, values.length, (float) rescale);
    return values;
  }

  /// @param values of `count` pictures; changed
  private ImageDataGenerator learned(float[] values, int count, int channels) {
    var found = KerasStatistics.of(values, count, channels, featurewiseCenter, featurewiseStd);
    var whole =
        zca ? found.whitening(values, count, zcaEpsilon, axes == KerasAxes.KERAS_2_8) : found;
    return with(g -> g.statistics = whole);
  }

  /// Batches of pictures and labels in memory; the first part is held back for validation.
  ///
  /// @param images `[N, H, W, C]`
  /// @param labels `[N, ...]`
  public KerasFlow flow(Tensor images, Tensor labels) {
    checkBatch("ImageDataGenerator.flow", images);
    int held = (int) (images.shape().get(0) * validationSplit);
    return new KerasFlow(this, new KerasExamples.InMemory(images, labels, held));
  }

  /// Batches of pictures in a folder per class.
  public KerasDirectory flowFromDirectory(Path directory) {
    return new KerasDirectory(this, directory);
  }

  static void checkBatch(String where, Tensor images) {
    Args.check(
        images.shape().rank() == 4,
        where,
        "pictures [N, H, W, C]",
        images.shape(),
        "add the missing axes.");
  }

  /// The numbers of one picture as Keras draws them after `numpy.random.seed(seed)`.
  public KerasTransform randomTransform(Shape picture, int seed) {
    return draw(picture, new NumPyRandom(seed));
  }

  KerasTransform draw(Shape picture, NumPyRandom random) {
    double theta = rotation == 0 ? 0 : random.uniform(-rotation, rotation);
    double tx = heightShift.draw(random, picture.get(0));
    double ty = widthShift.draw(random, picture.get(1));
    double lean = shear == 0 ? 0 : random.uniform(-shear, shear);
    boolean zoomed = zoom.min() != 1 || zoom.max() != 1;
    double zx = zoomed ? random.uniform(zoom.min(), zoom.max()) : 1;
    double zy = zoomed ? random.uniform(zoom.min(), zoom.max()) : 1;
    boolean flipX = random.uniform() < 0.5 && horizontalFlip;
    boolean flipY = random.uniform() < 0.5 && verticalFlip;
    double shift = channelShift == 0 ? 0 : random.uniform(-channelShift, channelShift);
    double bright =
        brightness.map(range -> random.uniform(range.min(), range.max())).orElse(Double.NaN);
    return new KerasTransform(theta, tx, ty, lean, zx, zy, flipX, flipY, shift, bright);
  }

  /// Makes a drawn change, without standardization.
  public void applyTransform(Pixels source, Pixels target, KerasTransform transform) {
    transform.apply(source, target, axes, fill, order);
  }

  /// Random change and standardization as a step of a data set; the numbers come from its key.
  ///
  /// Data sets hold 0..1 where Keras' pictures hold levels 0..255: the step multiplies by 255
  /// first, so that all numbers mean what they mean in Keras. `rescale(1.0 / 255)` leads back to
  /// 0..1.
  ///
  /// @throws IllegalArgumentException if it needs statistics that [#fit] has not learned
  public Augmentation augmentation() {
    statistics.check(featurewiseCenter || featurewiseStd, zca);
    return (source, target, rng) -> {
      Pixels levels = Pixels.allocate(source.shape());
      levels.copyFrom(source);
      KerasValues.multiply(levels.values(), 0, levels.elements(), 255);
      change(levels, target, new NumPyRandom((int) rng.bits(0)));
    };
  }

  void change(Pixels source, Pixels target, NumPyRandom random) {
    applyTransform(source, target, draw(source.shape(), random));
    standardize(target);
  }

  /// Preprocesses, rescales, centres, scales and whitens, in place and in this order.
  ///
  /// @throws IllegalArgumentException if it needs statistics that [#fit] has not learned, or if they
  ///     are of pictures with other channels
  public void standardize(Pixels picture) {
    float[] values = picture.values();
    int from = picture.offset();
    int to = from + picture.elements();
    float[] prepared =
        preprocessing
            .apply(Tensor.of(picture.shape(), Arrays.copyOfRange(values, from, to)))
            .toArray();
    System.arraycopy(prepared, 0, values, from, to - from);
    KerasValues.multiply(values, from, to, (float) rescale);
    if (samplewiseCenter) {
      KerasValues.center(values, from, to);
    }
    if (samplewiseStd) {
      KerasValues.scale(values, from, to);
    }
    statistics.standardize(picture, featurewiseCenter, featurewiseStd, zca);
  }
}
