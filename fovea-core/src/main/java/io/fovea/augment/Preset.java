// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static io.fovea.augment.Augmentations.brightness;
import static io.fovea.augment.Augmentations.colorJitter;
import static io.fovea.augment.Augmentations.contrast;
import static io.fovea.augment.Augmentations.flipHorizontal;
import static io.fovea.augment.Augmentations.gaussianBlur;
import static io.fovea.augment.Augmentations.pcaLighting;
import static io.fovea.augment.Augmentations.randAugment;
import static io.fovea.augment.Augmentations.randomErasing;
import static io.fovea.augment.Augmentations.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Ready-made pipelines for photographs, by name: `./fovea train --augment light`.
///
/// They keep the size of pictures, whatever it is, and all but [#LIGHT] want color. All but
/// [#RANDAUGMENT] mirror left and right, which suits things of the world, but not digits or text.
public enum Preset {
  /// What no photo minds: mirrored, moved by up to 6 % and turned by up to 8 degrees, up to 15 %
  /// lighter, darker, stronger or paler.
  LIGHT,
  /// For few pictures and long training: mirrored, other sections and proportions, moved, turned,
  /// other colors; blurred or with a hole now and then.
  STRONG,
  /// That of the first deep network for photos: a section of 224 out of 256 pixels anywhere,
  /// mirrored, in the light of other colors (Krizhevsky, Sutskever, Hinton 2012, section 4.1).
  ALEXNET,
  /// Two changes out of 14 for each picture, of strength 9 out of 10 (Cubuk et al. 2020).
  RANDAUGMENT;

  /// The pipeline of this name, in lower case.
  public static Optional<Preset> named(String label) {
    return Arrays.stream(values()).filter(preset -> preset.label().equals(label)).findFirst();
  }

  /// All names.
  public static List<String> names() {
    return Arrays.stream(values()).map(Preset::label).toList();
  }

  /// Its name: `light`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The pipeline.
  public Augmentation augmentation() {
    return switch (this) {
      case LIGHT ->
          sequence(
              flipHorizontal().sometimes(0.5),
              new Shift(Span.around(0.06), Span.around(0.06), Fill.REFLECT),
              new Rotate(Span.around(8), Fill.REFLECT),
              brightness(0.85, 1.15),
              contrast(0.85, 1.15));
      case STRONG ->
          sequence(
              flipHorizontal().sometimes(0.5),
              new Zoom(new Span(1, 1.5), new Span(0.8, 1.25), Fill.REFLECT),
              new Shift(Span.around(0.12), Span.around(0.12), Fill.REFLECT),
              new Rotate(Span.around(15), Fill.REFLECT),
              colorJitter(0.4, 0.4, 0.4, 18),
              gaussianBlur(0.5, 1.5).sometimes(0.2),
              randomErasing().sometimes(0.25));
      case ALEXNET ->
          sequence(
              // a section can move by half of 1/7, less a pixel of a small picture
              RandomAffine.IDENTITY.scale(256.0 / 224, 256.0 / 224).maxShift(0.065),
              flipHorizontal().sometimes(0.5),
              pcaLighting(0.1));
      case RANDAUGMENT -> randAugment(2, 9);
    };
  }
}
