// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import java.util.List;

/// Every augmentation, with the ranges that are usual for photographs.
///
/// ```java
/// var training =
///     sequence(
///         randomResizedCrop(224, 224),
///         flipHorizontal().sometimes(0.5),
///         oneOf(gaussianBlur(0.5, 2), gaussianNoise(0.05), unchanged()),
///         colorJitter(0.4, 0.4, 0.4, 18));
/// ```
///
/// Pictures are `[H, W, C]` with values 0..1.
public final class Augmentations {
  private static final Span ONE = new Span(1, 1);

  private Augmentations() {}

  // ---- spatial ----

  /// See [FlipHorizontal].
  public static Spatial flipHorizontal() {
    return new FlipHorizontal();
  }

  /// See [FlipVertical].
  public static Spatial flipVertical() {
    return new FlipVertical();
  }

  /// See [QuarterTurns].
  public static Spatial quarterTurns() {
    return new QuarterTurns();
  }

  /// See [Transpose].
  public static Spatial transpose() {
    return new Transpose();
  }

  /// See [Symmetries].
  public static Spatial symmetries() {
    return new Symmetries();
  }

  /// Moves by up to this share of width and of height; black comes in.
  public static Spatial shift(double share) {
    return new Shift(Span.around(share), Span.around(share), Fill.BLACK);
  }

  /// Turns by up to this angle either way; black comes in.
  public static Spatial rotate(double degrees) {
    return new Rotate(Span.around(degrees), Fill.BLACK);
  }

  /// Leans upright and level lines by up to this angle either way; black comes in.
  public static Spatial shear(double degrees) {
    return new Shear(Span.around(degrees), Span.around(degrees), Fill.BLACK);
  }

  /// Magnifies by `min` to `max`, keeping proportions: 2 doubles the content, 0.5 halves it and
  /// black comes in. Keras' `zoom_range` is the other way round, see
  /// [io.fovea.augment.keras.ImageDataGenerator#zoomRange(double, double)].
  public static Spatial zoom(double min, double max) {
    return new Zoom(new Span(min, max), ONE, Fill.BLACK);
  }

  /// See [CenterCrop].
  public static Spatial centerCrop(int height, int width) {
    return new CenterCrop(height, width);
  }

  /// See [RandomCrop].
  public static Spatial randomCrop(int height, int width) {
    return new RandomCrop(height, width);
  }

  /// Adds a black border.
  public static Spatial pad(int pixels) {
    return new Pad(pixels, Fill.BLACK);
  }

  /// See [RandomResizedCrop]; 8 % to 100 % of the area, proportions 3:4 to 4:3.
  public static Spatial randomResizedCrop(int height, int width) {
    return new RandomResizedCrop(height, width, new Span(0.08, 1), new Span(3.0 / 4, 4.0 / 3));
  }

  /// See [Perspective]; black comes in.
  public static Spatial perspective(double amount) {
    return new Perspective(amount, Fill.BLACK);
  }

  /// See [Elastic]; borders go on.
  public static Spatial elastic(double strength, int cell) {
    return new Elastic(strength, cell, Fill.NEAREST);
  }

  /// See [GridDistortion].
  public static Spatial gridDistortion(double amount, int steps) {
    return new GridDistortion(amount, steps);
  }

  /// See [OpticalDistortion]; black comes in.
  public static Spatial opticalDistortion(double min, double max) {
    return new OpticalDistortion(new Span(min, max), Fill.BLACK);
  }

  // ---- light and dark ----

  /// See [Brightness].
  public static Augmentation brightness(double min, double max) {
    return new Brightness(new Span(min, max));
  }

  /// See [Contrast].
  public static Augmentation contrast(double min, double max) {
    return new Contrast(new Span(min, max));
  }

  /// See [Gamma].
  public static Augmentation gamma(double min, double max) {
    return new Gamma(new Span(min, max));
  }

  /// See [Invert].
  public static Augmentation invert() {
    return new Invert();
  }

  /// See [Solarize].
  public static Augmentation solarize(double min, double max) {
    return new Solarize(new Span(min, max));
  }

  /// See [Posterize].
  public static Augmentation posterize(int minBits, int maxBits) {
    return new Posterize(minBits, maxBits);
  }

  /// See [AutoContrast].
  public static Augmentation autoContrast() {
    return new AutoContrast();
  }

  /// See [Equalize].
  public static Augmentation equalize() {
    return new Equalize();
  }

  /// See [Clahe]; 8 x 8 tiles.
  public static Augmentation clahe(double minLimit, double maxLimit) {
    return new Clahe(new Span(minLimit, maxLimit), 8);
  }

  /// See [Normalize].
  public static Augmentation normalize(List<Double> mean, List<Double> deviation) {
    return new Normalize(mean, deviation);
  }

  // ---- colour ----

  /// See [Saturation].
  public static Augmentation saturation(double min, double max) {
    return new Saturation(new Span(min, max));
  }

  /// Turns the colour circle by up to this angle either way.
  public static Augmentation hue(double degrees) {
    return new Hue(Span.around(degrees));
  }

  /// See [Grayscale].
  public static Augmentation grayscale() {
    return new Grayscale();
  }

  /// Adds up to this number, or takes it away, from each channel apart.
  public static Augmentation rgbShift(double most) {
    return new RgbShift(Span.around(most));
  }

  /// See [ChannelShuffle].
  public static Augmentation channelShuffle() {
    return new ChannelShuffle();
  }

  /// Blackens one channel.
  public static Augmentation channelDropout() {
    return new ChannelDropout(1, 0);
  }

  /// See [ColorJitter]; factors from `1 - amount` to `1 + amount`, amounts 0..1.
  public static Augmentation colorJitter(
      double brightness, double contrast, double saturation, double hueDegrees) {
    return new ColorJitter(
        new Span(1 - brightness, 1 + brightness),
        new Span(1 - contrast, 1 + contrast),
        new Span(1 - saturation, 1 + saturation),
        Span.around(hueDegrees));
  }

  /// See [PcaLighting].
  public static Augmentation pcaLighting(double deviation) {
    return new PcaLighting(deviation);
  }

  // ---- neighbours ----

  /// See [BoxBlur].
  public static Augmentation boxBlur(int maxRadius) {
    return new BoxBlur(maxRadius);
  }

  /// See [GaussianBlur].
  public static Augmentation gaussianBlur(double minDeviation, double maxDeviation) {
    return new GaussianBlur(new Span(minDeviation, maxDeviation));
  }

  /// See [MedianBlur].
  public static Augmentation medianBlur(int radius) {
    return new MedianBlur(radius);
  }

  /// See [MotionBlur]; in any direction.
  public static Augmentation motionBlur(double minLength, double maxLength) {
    return new MotionBlur(new Span(minLength, maxLength), new Span(0, 180));
  }

  /// See [Sharpen].
  public static Augmentation sharpen(double min, double max) {
    return new Sharpen(new Span(min, max));
  }

  // ---- losses ----

  /// Normal noise of up to this deviation.
  public static Augmentation gaussianNoise(double maxDeviation) {
    return new GaussianNoise(new Span(0, maxDeviation));
  }

  /// Up to this share of the pixels becomes black or white.
  public static Augmentation saltAndPepper(double maxShare) {
    return new SaltAndPepper(new Span(0, maxShare));
  }

  /// One black square of this share of the area.
  public static Augmentation cutout(double area) {
    return new Erase(1, 1, new Span(area, area), ONE, 0);
  }

  /// One grey rectangle of 2 % to a third of the area, proportions 3:10 to 10:3.
  public static Augmentation randomErasing() {
    return new Erase(1, 1, new Span(0.02, 1.0 / 3), new Span(0.3, 1 / 0.3), 0.5);
  }

  /// Up to this many black squares, each of 0.5 % to 2 % of the area.
  public static Augmentation coarseDropout(int max) {
    return new Erase(1, max, new Span(0.005, 0.02), ONE, 0);
  }

  /// See [JpegArtifacts].
  public static Augmentation jpegArtifacts(int minQuality, int maxQuality) {
    return new JpegArtifacts(minQuality, maxQuality);
  }

  // ---- compositions ----

  /// See [Compositions.Sequence].
  public static Augmentation sequence(Augmentation... changes) {
    return new Compositions.Sequence(List.of(changes));
  }

  /// Leaves the picture as it is.
  public static Augmentation unchanged() {
    return Compositions.UNCHANGED;
  }

  /// See [Compositions.OneOf].
  public static Augmentation oneOf(Augmentation... changes) {
    return new Compositions.OneOf(List.of(changes));
  }

  /// See [Compositions.SomeOf].
  public static Augmentation someOf(int min, int max, Augmentation... changes) {
    return new Compositions.SomeOf(min, max, List.of(changes));
  }

  /// See [Policies.RandAugment].
  public static Augmentation randAugment(int count, double magnitude) {
    return new Policies.RandAugment(count, magnitude);
  }

  /// See [Policies.AutoAugment].
  public static Augmentation autoAugment() {
    return new Policies.AutoAugment();
  }

  /// See [Compositions.AugMix]; three chains of up to three changes of strength 3.
  public static Augmentation augMix() {
    return new Compositions.AugMix(3, 3, 3);
  }

  /// See [Compositions.Replay]; `recorded` is what the change got when it was seen.
  public static Augmentation replay(Rng recorded, Augmentation change) {
    return new Compositions.Replay(recorded.key(), change);
  }

  // ---- ready-made ----

  /// See [Preset#LIGHT].
  public static Augmentation light() {
    return Preset.LIGHT.augmentation();
  }

  /// See [Preset#STRONG].
  public static Augmentation strong() {
    return Preset.STRONG.augmentation();
  }

  /// See [Preset#ALEXNET].
  public static Augmentation alexNet() {
    return Preset.ALEXNET.augmentation();
  }

  // ---- of whole batches ----

  /// See [BatchMixing.MixUp].
  public static BatchMixing mixUp(double alpha) {
    return new BatchMixing.MixUp(alpha);
  }

  /// See [BatchMixing.CutMix].
  public static BatchMixing cutMix(double alpha) {
    return new BatchMixing.CutMix(alpha);
  }

  /// See [BatchMixing.OneOf].
  public static BatchMixing oneOfMixing(BatchMixing... ways) {
    return new BatchMixing.OneOf(List.of(ways));
  }
}
