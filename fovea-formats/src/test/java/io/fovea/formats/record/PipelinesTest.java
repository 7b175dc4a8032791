// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.augment.Augmentations.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.Augmentation;
import io.fovea.augment.BatchMixing;
import io.fovea.augment.Colors;
import io.fovea.augment.Compositions;
import io.fovea.augment.Compositions.Replay;
import io.fovea.augment.Crops;
import io.fovea.augment.Damages;
import io.fovea.augment.Distortions;
import io.fovea.augment.Filters;
import io.fovea.augment.Moves;
import io.fovea.augment.RandomAffine;
import io.fovea.augment.Tones;
import io.fovea.error.FormatException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {
  private static final Augmentation ALL =
      sequence(
          someOf(
              0,
              9,
              shift(0.2),
              rotate(30),
              shear(20),
              zoom(0.7, 1.4),
              perspective(0.5),
              elastic(0.4, 8),
              gridDistortion(0.5, 4),
              opticalDistortion(-0.2, 0.5),
              RandomAffine.IDENTITY.maxShift(0.1)),
          oneOf(flipHorizontal(), flipVertical(), quarterTurns(), transpose(), symmetries()),
          oneOf(
              brightness(0.5, 1.5),
              contrast(0.5, 1.5),
              gamma(0.5, 2),
              invert(),
              solarize(0.4, 0.6),
              posterize(3, 5),
              autoContrast(),
              equalize(),
              clahe(1, 4)),
          oneOf(
              saturation(0, 2),
              hue(180),
              grayscale(),
              rgbShift(0.2),
              channelShuffle(),
              channelDropout(),
              colorJitter(0.4, 0.4, 0.4, 18),
              pcaLighting(0.5)),
          oneOf(boxBlur(2), gaussianBlur(0.5, 2), medianBlur(1), motionBlur(3, 7), sharpen(0, 2)),
          oneOf(
              gaussianNoise(0.1),
              saltAndPepper(0.1),
              cutout(0.1),
              randomErasing(),
              coarseDropout(4),
              jpegArtifacts(10, 60)),
          oneOf(randAugment(2, 9), autoAugment(), augMix(), new Replay(7, invert())),
          sequence(pad(4), randomCrop(20, 20), centerCrop(16, 16), randomResizedCrop(24, 24)),
          rotate(10).sometimes(0.5),
          normalize(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.2, 0.2)));

  @TempDir Path folder;

  @Test
  void aLoadedPipelineIsTheSameAndGivesTheSamePixels() throws Exception {
    Path file = folder.resolve("p.json");
    Pipelines.save(ALL, file);
    Augmentation again = Pipelines.load(file);
    assertThat(again).isEqualTo(ALL);
    Pixels source = Pixels.allocate(Shape.of(24, 24, 3));
    for (int i = 0; i < source.elements(); i++) {
      source.values()[i] = (float) Rng.of(1).uniform(i);
    }
    for (int key = 0; key < 30; key++) {
      Pixels first = Pixels.allocate(source.shape());
      Pixels second = Pixels.allocate(source.shape());
      ALL.apply(source, first, Rng.of(key));
      again.apply(source, second, Rng.of(key));
      assertThat(second.values()).containsExactly(first.values());
    }
  }

  @Test
  void aLoadedMixingIsTheSame() throws Exception {
    BatchMixing mixing = oneOfMixing(mixUp(0.2), cutMix(1).sometimes(0.5));
    Path file = folder.resolve("mixing.json");
    Pipelines.saveMixing(mixing, file);
    assertThat(Pipelines.loadMixing(file)).isEqualTo(mixing);
    assertThat(file)
        .content()
        .contains("BatchMixing.OneOf", "BatchMixing.MixUp", "BatchMixing.CutMix")
        .contains("BatchMixing.Sometimes");
  }

  @Test
  void aPipelineIsNoMixing() throws Exception {
    Path file = folder.resolve("p.json");
    Pipelines.save(invert(), file);
    assertThatThrownBy(() -> Pipelines.loadMixing(file))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(file + ": expected a member mixing, got ");
    String disguised = Files.readString(file).replace("\"pipeline\"", "\"mixing\"");
    Files.writeString(file, disguised);
    assertThatThrownBy(() -> Pipelines.loadMixing(file))
        .hasMessageStartingWith(file + ": expected a known BatchMixing, got Tones.Invert.");
  }

  /// So that a new augmentation is not forgotten here.
  @Test
  void everyAugmentationIsAmongThem() {
    String text = Pipelines.toJson(ALL);
    for (Class<?> family :
        List.of(
            Moves.class,
            Crops.class,
            Distortions.class,
            Tones.class,
            Colors.class,
            Filters.class,
            Damages.class,
            Compositions.class)) {
      records(family).forEach(record -> assertThat(text).contains(record.getSimpleName() + "\""));
    }
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(PipelinesTest::records);
  }

  @Test
  void rejectsWhatIsNoPipeline() {
    assertThatThrownBy(() -> Pipelines.fromJson("p.json", "{}"))
        .hasMessage(
            "p.json: expected \"format\": \"fovea augmentation\", \"version\": 1, got something"
                + " else.\n  Fix: give a file that Pipelines.save wrote.");
    String unknown = Pipelines.toJson(invert()).replace("Tones.Invert", "Tones.Explode");
    assertThatThrownBy(() -> Pipelines.fromJson("p.json", unknown))
        .hasMessageStartingWith("p.json: expected a known Augmentation, got Tones.Explode.");
    String layer = Pipelines.toJson(invert()).replace("Tones.Invert", "Flatten");
    assertThatThrownBy(() -> Pipelines.fromJson("p.json", layer))
        .hasMessageStartingWith("p.json: expected a known Augmentation, got Flatten.");
  }

  @Test
  void functionsCannotBeSaved() {
    Augmentation function = (source, target, _) -> target.copyFrom(source);
    assertThatThrownBy(() -> Pipelines.toJson(sequence(function)))
        .hasMessageStartingWith("pipeline: expected layers and options that are known records");
  }
}
