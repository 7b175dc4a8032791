// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static io.fovea.augment.Augmentations.*;
import static io.fovea.image.Interpolation.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Augmentation;
import io.fovea.augment.RandomAffine;
import io.fovea.image.Interpolation;
import io.fovea.image.Resize;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same seeds give the same batches in every version: the start of the SHA-256 of all numbers of
/// all batches, recorded once. Who changes a line here changes what users' runs give.
///
/// Everything is arithmetic that Java defines to the last bit, on every processor: no sines, no
/// logarithms in the pixels, and pictures in PNG.
final class RecordedBatchesTest {
  /// @param hash as recorded
  private record Pipeline(String name, String hash, Dataset data) {}

  @TempDir Path folder;

  /// 37 pictures of 4 classes, unevenly, `[6, 5, 3]`.
  private static Dataset pictures() {
    return Dataset.of(
            Tensor.generate(Shape.of(37, 6, 5, 3), i -> Rng.of(5).uniform(i)),
            Tensor.generate(Shape.of(37), i -> Math.min(i % 7, 3)))
        .classNames("ant", "bee", "cat", "dog");
  }

  private static Dataset bytes() {
    var values = new byte[11 * 4 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) Rng.of(6).below(i, 256);
    }
    return Dataset.of(
        Shape.of(4, 4, 1), values, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, (byte) 200, 10});
  }

  /// Blocks of 3 numbers with rows of 2 as labels.
  private static Dataset rows(int size) {
    return Dataset.of(
        Tensor.generate(Shape.of(size, 3), i -> Rng.of(7).uniform(i)),
        Tensor.generate(Shape.of(size, 2), i -> Rng.of(8).uniform(i)));
  }

  /// Two folders of PNG files of several sizes.
  private PictureFiles files() throws IOException {
    for (int i = 0; i < 9; i++) {
      var png = new BufferedImage(9 + i, 14 - i, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < png.getHeight(); y++) {
        for (int x = 0; x < png.getWidth(); x++) {
          png.setRGB(x, y, Rng.of(9).at(i).below(y * 100 + x, 1 << 24));
        }
      }
      Path file = folder.resolve(i % 3 == 0 ? "one" : "two").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(png, "png", file.toFile());
    }
    return Datasets.folder(folder);
  }

  private static final Augmentation SHIFTED = RandomAffine.IDENTITY.maxShift(0.2);

  private static Resize resized(Interpolation interpolation) {
    return Resize.to(8, 6).interpolation(interpolation);
  }

  private List<Pipeline> pipelines() throws IOException {
    var data = pictures();
    var files = files().size(7, 8);
    var all = new ArrayList<Pipeline>();
    all.add(new Pipeline("plain", "cd30aa1b9cc43152", data));
    all.add(new Pipeline("bytes", "9855c3ae189d6292", bytes().shuffle()));
    all.add(new Pipeline("shuffled", "3e71205a07c40acc", data.shuffle()));
    all.add(new Pipeline("shuffle buffer", "5254035acb339be5", data.shuffle(5)));
    all.add(
        new Pipeline(
            "map",
            "3d2e9de62f02ab6f",
            data.map(normalize(List.of(0.5, 0.4, 0.3), List.of(0.25, 0.5, 1.0))).shuffle()));
    all.add(
        new Pipeline(
            "augment",
            "9d87ef8cd407ebb4",
            data.shuffle().augment(SHIFTED).augment(flipHorizontal())));
    all.add(
        new Pipeline(
            "sequence",
            "fddc26dd856dd30c",
            data.shuffle().augment(sequence(flipVertical(), SHIFTED, invert()))));
    all.add(
        new Pipeline(
            "drawn",
            "add5a2d22f1b69dc",
            data.augment(oneOf(invert(), flipVertical(), SHIFTED).sometimes(0.7))));
    all.add(
        new Pipeline(
            "evaluation",
            "e7ce51c93154cf67",
            data.shuffle().map(invert()).augment(SHIFTED).forEvaluation()));
    all.add(
        new Pipeline("crop", "2addafb45cc76e26", data.map(pad(1)).map(randomCrop(5, 4)).shuffle()));
    all.add(new Pipeline("split", "eae2f1dcdacfb9f4", data.shuffle().split(0.3, 0.3, 0.4).get(1)));
    all.add(
        new Pipeline(
            "stratified", "8cefd86f1e486a68", data.splitStratified(0.6, 0.4).get(1).shuffle()));
    all.add(
        new Pipeline(
            "validation",
            "b0260c0d0967df01",
            data.augment(SHIFTED).validationSplit(0.3).getFirst().shuffle()));
    all.add(new Pipeline("take, skip", "5f19ab68307bc996", data.skip(4).take(20).shuffle()));
    all.add(new Pipeline("oneHot", "4abcf604ea54736d", data.oneHot(4).shuffle()));
    all.add(new Pipeline("balanced", "4beccbe9e2fdc594", data.balanced().shuffle()));
    all.add(new Pipeline("takePerClass", "38a872cd13f16a35", data.takePerClass(3).shuffle()));
    all.add(
        new Pipeline(
            "only", "5f2ab90cfdbda915", data.only("dog", "ant").oneHot(2).mix(2).shuffle()));
    all.add(new Pipeline("mix", "e9685adacf2f2df7", data.mix(11).skip(5).augment(SHIFTED)));
    all.add(new Pipeline("weights", "5a5041dfd625fd4c", data.take(3).weights(0.5f, 2, 0)));
    all.add(
        new Pipeline(
            "cache",
            "1deabfa8305dbd8e",
            data.map(SHIFTED).cache().augment(flipHorizontal()).shuffle()));
    all.add(
        new Pipeline(
            "cache of rows",
            "85c43daf150e287d",
            rows(8).map((in, out, rng) -> out.copyFrom(in)).cache().shuffle()));
    all.add(
        new Pipeline(
            "cache in a file",
            "9faef69463535154",
            data.map(SHIFTED).cache(folder.resolve("a.cache")).shuffle()));
    all.add(
        new Pipeline(
            "together",
            "ca7ad81ec745eb28",
            Dataset.together(data.skip(5).mix(3), rows(32).shuffle()).shuffle()));
    var aside = data.mix(4).map(invert()).augment(SHIFTED);
    all.add(
        new Pipeline(
            "inputs", "9f0a8253e468e5a6", data.plusInputs(aside).augment(SHIFTED).shuffle()));
    all.add(
        new Pipeline(
            "labels",
            "a5d1a21dd7064fca",
            data.plusLabels(data.mix(9).oneHot(4)).plusLabels(aside).shuffle(9)));
    all.add(
        new Pipeline(
            "joined, then chosen",
            "cc351e6d4520b3f4",
            data.plusLabels(aside).only("bee", "dog").mix(1).takePerClass(4)));
    all.add(new Pipeline("files", "c8897973ad499031", files.dataset().shuffle()));
    all.add(
        new Pipeline(
            "gray files",
            "73a9bda525e41d4c",
            files.gray().resize(Resize.to(6, 6).crop()).dataset()));
    all.add(
        new Pipeline(
            "files, cached",
            "f886d22572678c5b",
            files.dataset().map(invert()).cache().augment(SHIFTED)));
    all.add(
        new Pipeline(
            "files, cropped",
            "3fe4d85afce6634d",
            files.dataset().augment(randomResizedCrop(8, 7)).shuffle()));
    all.add(
        new Pipeline(
            "files, cropped in turn",
            "af0d5d74afcf75e5",
            files.dataset().map(sequence(randomResizedCrop(5, 4), invert()))));
    all.add(
        new Pipeline(
            "pictures, cropped",
            "6813e63bcd907ccc",
            data.augment(randomResizedCrop(6, 5)).shuffle()));
    all.add(
        new Pipeline(
            "files, NEAREST", "2c9291e16bc17f9b", files.resize(resized(NEAREST)).dataset()));
    all.add(
        new Pipeline(
            "files, smooth NEAREST",
            "2c9291e16bc17f9b",
            files.resize(resized(NEAREST).antialiased()).dataset()));
    all.add(
        new Pipeline(
            "files, BILINEAR", "5070f3444f9998e1", files.resize(resized(BILINEAR)).dataset()));
    all.add(
        new Pipeline(
            "files, smooth BILINEAR",
            "427a1ffa0088a7f6",
            files.resize(resized(BILINEAR).antialiased()).dataset()));
    all.add(
        new Pipeline(
            "files, BICUBIC", "24a2d6c8fa7764b0", files.resize(resized(BICUBIC)).dataset()));
    all.add(
        new Pipeline(
            "files, smooth BICUBIC",
            "f5c3601bf46b12c2",
            files.resize(resized(BICUBIC).antialiased()).dataset()));
    all.add(new Pipeline("files, AREA", "f55cee57f3f64c75", files.resize(resized(AREA)).dataset()));
    all.add(
        new Pipeline(
            "files, smooth AREA",
            "f55cee57f3f64c75",
            files.resize(resized(AREA).antialiased()).dataset()));
    all.add(
        new Pipeline(
            "files, LANCZOS3", "77559168b3ebe090", files.resize(resized(LANCZOS3)).dataset()));
    all.add(
        new Pipeline(
            "files, smooth LANCZOS3",
            "ac68e5635efd2106",
            files.resize(resized(LANCZOS3).antialiased()).dataset()));
    return all;
  }

  @Test
  void theSameSeedsGiveTheSameBatchesAsEver() throws IOException {
    for (var pipeline : pipelines()) {
      for (int workers : new int[] {1, 3}) {
        assertThat(hash(pipeline.data(), workers))
            .as("%s, %d workers", pipeline.name(), workers)
            .isEqualTo(pipeline.hash());
      }
    }
  }

  /// Of two epochs in batches of 8.
  private static String hash(Dataset data, int workers) {
    var digest = sha256();
    int inputs = data.exampleShapes().size();
    List<Shape> labels = data.labelShapes();
    for (int epoch = 0; epoch < 2; epoch++) {
      try (var batches = data.openBatches(8, 42, epoch, 0, workers)) {
        while (batches.next()) {
          int count = batches.count();
          for (int k = 0; k < inputs; k++) {
            update(digest, batches.images(k), count * data.exampleShapes().get(k).elements());
          }
          for (int k = 0; k < labels.size(); k++) {
            update(digest, batches.labels(k), count * labels.get(k).elements());
          }
          update(digest, batches.weights(), count);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static void update(MessageDigest digest, float[] values, long count) {
    var bytes = ByteBuffer.allocate(4 + 4 * (int) count).putInt((int) count);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(values[i]);
    }
    digest.update(bytes.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
