// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static io.fovea.augment.Augmentations.gaussianNoise;
import static io.fovea.augment.Augmentations.invert;
import static io.fovea.augment.Augmentations.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.augment.RandomResizedCrop;
import io.fovea.augment.Span;
import io.fovea.error.DataException;
import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import io.fovea.image.Resize;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureFilesTest {
  @TempDir Path folder;

  /// Two cats and three dogs, each 8 x 6 of one level: 10, 20, ..., 50.
  @BeforeEach
  void makeFolder() throws IOException {
    int level = 10;
    for (String name : List.of("cat/1.png", "cat/2.png", "dog/a.png", "dog/b.png", "dog/x/c.png")) {
      Path file = folder.resolve("data").resolve(name);
      Files.createDirectories(file.getParent());
      Images.writePng(flat(level), file);
      level += 10;
    }
    Files.writeString(folder.resolve("data/cat/notes.txt"), "not a picture");
    Files.createDirectories(folder.resolve("data/.hidden"));
    Files.copy(folder.resolve("data/cat/1.png"), folder.resolve("data/.hidden/1.png"));
  }

  private static Image flat(int level) {
    byte[] samples = new byte[8 * 6];
    Arrays.fill(samples, (byte) level);
    return Image.of(8, 6, 1, samples);
  }

  private PictureFiles files() {
    return Datasets.folder(folder.resolve("data")).size(4, 2);
  }

  @Test
  void foldersAreClasses() {
    Dataset data = files().dataset();
    assertThat(data).hasToString("Dataset[5 x [2, 4, 3], 2 classes]");
    assertThat(data.classNames()).containsExactly("cat", "dog");
    for (int i = 0; i < 5; i++) {
      assertThat(data.label(i)).isEqualTo(i < 2 ? 0 : 1);
      assertThat(data.example(i).get(0)).isCloseTo((i + 1) * 10 / 255f, within(1e-6f));
    }
    assertThat(files().gray().dataset().exampleShape()).isEqualTo(Shape.of(2, 4, 1));
    assertThat(files().resize(Resize.to(5, 3).crop()).dataset().exampleShape())
        .isEqualTo(Shape.of(3, 5, 3));
  }

  @Test
  void aFolderWithoutPicturesIsRefused() {
    assertThatThrownBy(() -> Datasets.folder(folder.resolve("none")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder.resolve("none")
                + ": expected a folder, got no such folder.\n"
                + "  Fix: check the path.");
    assertThatThrownBy(() -> Datasets.folder(folder.resolve("data/cat")))
        .hasMessage(
            folder.resolve("data/cat")
                + ": expected a folder per class with pictures in it, got none (left out: 2"
                + " pictures beside the class folders).\n"
                + "  Fix: put the pictures of each class into a folder of its name.");
  }

  @Test
  void aBrokenFileIsNamedOrLeftOut() throws IOException {
    Path broken = folder.resolve("data/cat/2.png");
    byte[] start = Arrays.copyOf(Files.readAllBytes(broken), 40);
    Files.write(broken, start);
    Dataset strict = files().dataset().strict();
    assertThatThrownBy(() -> strict.example(1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "Dataset example 1, " + broken + ": expected a readable picture, got a damaged");
    PictureFiles good = files().skipBroken();
    assertThat(good.files()).hasSize(4).noneMatch(labelled -> labelled.file().equals(broken));
    PictureReport report = files().check();
    assertThat(report.broken()).hasSize(1);
    assertThat(report.broken().getFirst().file()).isEqualTo(broken);
    assertThat(report.classCounts()).containsEntry("cat", 1).containsEntry("dog", 3);
    assertThat(report.modes()).containsOnly(java.util.Map.entry("gray", 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8})
  void aBrokenFileNeverStopsAnEpoch(int workers) throws IOException {
    Files.write(folder.resolve("data/cat/2.png"), new byte[] {1, 2, 3});
    Dataset data = files().dataset();
    try (Batches batches = data.openBatches(2, 1, 0, 0, workers)) {
      assertThat(batches.next()).isTrue();
      // in the place of example 1 stands the next one, a dog, which does not count
      assertThat(Arrays.copyOf(batches.labels(), 2)).containsExactly(0, 1);
      assertThat(Arrays.copyOf(batches.weights(), 2)).containsExactly(1, 0);
      assertThat(batches.images()[24]).isCloseTo(30 / 255f, within(1e-6f));
      assertThat(batches.next()).isTrue();
      assertThat(Arrays.copyOf(batches.weights(), 2)).containsExactly(1, 1);
      assertThat(batches.next()).isTrue();
      assertThat(batches.next()).isFalse();
    }
    assertThat(data.skipped())
        .containsExactly(
            "Dataset example 1, "
                + folder.resolve("data/cat/2.png")
                + ": expected a picture (JPEG, PNG, GIF, BMP, WebP or TIFF), got a file of another"
                + " format.");
    try (Batches batches = data.strict().openBatches(2, 1, 0, 0, workers)) {
      assertThatThrownBy(batches::next).hasMessageStartingWith("Dataset example 1, ");
    }
  }

  @Test
  void aFolderOfBrokenFilesStops() throws IOException {
    for (var labelled : files().files()) {
      Files.write(labelled.file(), new byte[] {1, 2, 3});
    }
    try (Batches batches = files().dataset().openBatches(2, 1, 0, 0, 2)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Dataset example 0, ");
    }
  }

  @Test
  void aMistakeInAStepIsNotSkipped() {
    Dataset data =
        files()
            .dataset()
            .map((_, _, _) -> {
              throw new IndexOutOfBoundsException("a mistake");
            });
    try (Batches batches = data.openBatches(2, 1, 0, 0, 1)) {
      assertThatThrownBy(batches::next).hasMessageContaining("a mistake");
    }
    assertThat(data.skipped()).isEmpty();
  }

  /// The file holds four quarters; a crop of half its sides shows single levels only if it is cut
  /// from the 64 x 64 pixels of the file rather than from the 4 x 4 of the example.
  @Test
  void randomCropsAreCutFromTheFile() throws IOException {
    byte[] samples = new byte[64 * 64];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i % 64 + i / 64);
    }
    Path file = folder.resolve("data/cat/1.png");
    Image picture = Image.of(64, 64, 1, samples);
    Images.writePng(picture, file);
    var crop = new RandomResizedCrop(4, 4, new Span(0.1, 0.5), new Span(1, 1));
    var one = new PictureFiles.Labelled(file, 0);
    Dataset data = PictureFiles.of(List.of(one), List.of("cat")).size(4, 4).dataset();
    Pixels expected = Pixels.allocate(Shape.of(4, 4, 3));
    Rng key = Rng.of(7).at("augment").at(2).at(0);
    crop.apply(picture.toRgb(), expected, key.at(0));
    assertThat(first(data.augment(crop))).containsExactly(expected.values());
    // as floats, all of the picture first: the same but for rounding of sums of up to 16 x 16
    // values
    Pixels floats = Pixels.allocate(Shape.of(4, 4, 3));
    crop.apply(
        Pixels.of(Shape.of(64, 64, 3), picture.toUnitTensor(3).toArray(), 0), floats, key.at(0));
    assertThat(expected.values()).containsExactly(floats.values(), within(1e-5f));
    // a sequence that begins with it does the same, and one-hot labels do not hide the files
    crop.apply(picture.toRgb(), expected, key.at(0).at(0));
    Dataset inverted = data.oneHot(1).augment(sequence(crop, invert(), invert()));
    assertThat(first(inverted)).containsExactly(expected.values(), within(1e-6f));
    assertThat(data.augment(crop).forEvaluation().example(0)).isEqualTo(data.example(0));
  }

  @Test
  void anyNumberOfWorkersReadsTheSamePixels() {
    Dataset data =
        files()
            .dataset()
            .shuffle()
            .augment(
                sequence(
                    new RandomResizedCrop(2, 4, new Span(0.1, 1), new Span(0.5, 2)),
                    gaussianNoise(0.2)));
    List<Float> alone = read(data, 0);
    for (int workers : new int[] {1, 2, 8}) {
      assertThat(read(data, workers)).isEqualTo(alone);
    }
  }

  private static List<Float> read(Dataset data, int workers) {
    var values = new ArrayList<Float>();
    try (Batches batches = data.openBatches(2, 42, 3, 0, workers)) {
      while (batches.next()) {
        for (int i = 0; i < batches.count() * 24; i++) {
          values.add(batches.images()[i]);
        }
      }
    }
    return values;
  }

  private static float[] first(Dataset data) {
    try (Batches batches = data.openBatches(1, 7, 2, 0, 0)) {
      assertThat(batches.next()).isTrue();
      return batches.images().clone();
    }
  }

  @Test
  void picturesThatLookTheSameAreFound() throws IOException {
    byte[] samples = new byte[64 * 48 * 3];
    new SplittableRandom(3).nextBytes(samples);
    Image photo = Resize.to(320, 240).on(Image.of(64, 48, 3, samples));
    Path one = folder.resolve("data/cat/photo.png");
    Path two = folder.resolve("data/dog/z.png");
    Images.writePng(photo, one);
    Images.writePng(Resize.to(200, 150).antialiased().on(photo), two);
    new SplittableRandom(4).nextBytes(samples);
    Images.writePng(Image.of(64, 48, 3, samples), folder.resolve("data/dog/other.png"));
    assertThat(files().check().duplicates()).containsExactly(List.of(one, two));
  }

  @Test
  void balancedWeightsMakeClassesCountTheSame() {
    Dataset data = files().dataset().balanced();
    try (Batches batches = data.openBatches(5, 1, 0, 0, 0)) {
      assertThat(batches.next()).isTrue();
      // 5 / (2 * 2) and 5 / (2 * 3)
      assertThat(Arrays.copyOf(batches.weights(), 5))
          .containsExactly(1.25f, 1.25f, 5 / 6f, 5 / 6f, 5 / 6f);
    }
  }

  @Test
  void aCacheOnDiskSurvivesTheFiles() throws IOException {
    Path cache = folder.resolve("cache.bin");
    Dataset cached = files().dataset().cache(cache);
    var first = cached.example(3);
    assertThat(first).isEqualTo(files().dataset().example(3));
    var again = files().dataset().cache(cache);
    var time = Files.getLastModifiedTime(folder.resolve("data/dog/b.png"));
    byte[] nonsense = new byte[(int) Files.size(folder.resolve("data/dog/b.png"))];
    Files.write(folder.resolve("data/dog/b.png"), nonsense);
    Files.setLastModifiedTime(folder.resolve("data/dog/b.png"), time);
    assertThat(again.example(3)).isEqualTo(first);
    assertThat(files().dataset().cache(cache).example(3)).isEqualTo(first);
    assertThatThrownBy(() -> files().size(5, 2).dataset().cache(cache))
        .isInstanceOf(DataException.class)
        .hasMessage(
            cache
                + ": expected a cache of these 5 examples [2, 5, 3], got a cache of others.\n"
                + "  Fix: delete it, or choose another file.");
  }

  @Test
  void threadsThatMakeTheSameCacheAllGetIt() throws Exception {
    var first = files().dataset().example(3);
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 20; round++) {
        Path cache = folder.resolve("cache" + round + ".bin");
        var start = new CyclicBarrier(4);
        var cached = new ArrayList<Future<Tensor>>();
        for (int i = 0; i < 4; i++) {
          Dataset pictures = files().dataset();
          cached.add(
              pool.submit(() -> {
                start.await();
                return pictures.cache(cache).example(3);
              }));
        }
        for (var example : cached) {
          assertThat(example.get()).isEqualTo(first);
        }
      }
    }
  }

  @Test
  void aCacheOnDiskKeepsRowsOfLabels() {
    Dataset rows = files().dataset().oneHot(2).cache(folder.resolve("rows.bin"));
    assertThat(rows.labelShape()).isEqualTo(Shape.of(2));
    try (Batches batches = rows.openBatches(5, 1, 0, 0, 2)) {
      assertThat(batches.next()).isTrue();
      assertThat(Arrays.copyOf(batches.labels(), 10)).containsExactly(1, 0, 1, 0, 0, 1, 0, 1, 0, 1);
    }
  }

  @Test
  void aDamagedRecordIsReadAgain() throws IOException {
    Path cache = folder.resolve("cache.bin");
    var first = files().dataset().cache(cache).example(2);
    byte[] bytes = Files.readAllBytes(cache);
    int record = 4 + 4 * 2 * 4 * 3;
    bytes[64 + 2 * record + 10] ^= 1;
    Files.write(cache, bytes);
    assertThat(files().dataset().cache(cache).example(2)).isEqualTo(first);
  }

  @Test
  void moreThanTheHeapStreams() throws Exception {
    Path file = folder.resolve("data/cat/1.png");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Streaming.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes());
    assertThat(child.waitFor()).as(said).isZero();
    assertThat(said).contains("read 361 MB");
  }

  /// Reads 600 pictures, or as many as asked for, of 224 x 224 x 3 floats with two workers in a
  /// small heap.
  static final class Streaming {
    private Streaming() {}

    public static void main(String[] args) {
      int pictures = args.length > 1 ? Integer.parseInt(args[1]) : 600;
      var labelled = new PictureFiles.Labelled(Path.of(args[0]), 0);
      Dataset data =
          PictureFiles.of(java.util.Collections.nCopies(pictures, labelled), List.of("one"))
              .dataset()
              .shuffle();
      long early = 0;
      long bytes = 0;
      try (Batches batches = data.openBatches(16, 1, 0, 0, 2)) {
        while (batches.next()) {
          bytes += 4L * batches.count() * 224 * 224 * 3;
          if (batches.number() == 5) {
            early = used();
          }
        }
        long late = used();
        long batch = 4L * 16 * 224 * 224 * 3;
        if (late > early + 2 * batch) { // one per worker may be under way at either moment
          throw new IllegalStateException("the heap grew from " + early + " to " + late);
        }
      }
      System.out.println("read " + bytes / 1_000_000 + " MB");
    }

    private static long used() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }
}
