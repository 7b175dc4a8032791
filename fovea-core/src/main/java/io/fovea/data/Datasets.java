// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static io.fovea.data.DatasetEntry.photos;
import static io.fovea.data.DatasetEntry.small;

import io.fovea.error.DataException;
import io.fovea.error.Reason;
import io.fovea.file.RegularFile;
import io.fovea.file.RemoteFile;
import io.fovea.image.ClassFolders;
import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The well-known data sets, and the table of them, [#entries].
///
/// [#mnist10k] is part of the library. The others are downloaded when they are asked for the first
/// time, verified, and kept in the cache folder (`-Dfovea.cache=`, `FOVEA_CACHE`, or the system's);
/// from then on no network is needed. Nothing else ever touches the network. Pixels are kept as
/// bytes and read as 0..1.
///
/// ```java
/// TrainTest digits = Datasets.mnist10k();
/// ```
public final class Datasets {
  private static final String[] DIGITS = Labels.numbered(10).toArray(String[]::new);
  private static final String[] CLOTHES = {
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"
  };

  private static final Shape DIGIT = Shape.of(28, 28, 1);
  private static final Shape PHOTO = Shape.of(32, 32, 3);

  private static final List<String> MNIST =
      List.of(
          "https://storage.googleapis.com/cvdf-datasets/mnist/",
          "https://ossci-datasets.s3.amazonaws.com/mnist/");
  private static final List<String> FASHION =
      List.of(
          "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/"
              + "b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion/",
          "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
  private static final List<String> CIFAR = List.of("https://www.cs.toronto.edu/~kriz/");

  private Datasets() {}

  /// The table of all of them, as `fovea data list` shows it. Nothing is read or downloaded until a
  /// row is asked to.
  public static List<DatasetEntry> entries() {
    return List.of(
        small("mnist10k", 10, 8_000, 2_000, DIGIT, 0, "mnist10k", Datasets::mnist10k),
        small("mnist", 10, 60_000, 10_000, DIGIT, 11.6, "mnist", Datasets::mnist),
        small(
            "fashion-mnist",
            10,
            60_000,
            10_000,
            DIGIT,
            30.9,
            "fashion-mnist",
            Datasets::fashionMnist),
        small("cifar10", 10, 50_000, 10_000, PHOTO, 170.1, "cifar-10", Datasets::cifar10),
        small("cifar100", 100, 50_000, 10_000, PHOTO, 169, "cifar-100", Datasets::cifar100),
        photos("tf-flowers", 5, 3_670, 0, 228.8, () -> List.of(tfFlowers())),
        photos("imagenette", 10, 9_469, 3_925, 341.7, Datasets::imagenetteParts));
  }

  /// The row of a name, in any case, with or without hyphens: `CIFAR-10` is `cifar10`.
  public static Optional<DatasetEntry> entry(String name) {
    return entries().stream().filter(row -> plain(row.name()).equals(plain(name))).findFirst();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  private static List<PictureFiles> imagenetteParts() {
    var both = imagenette();
    return List.of(both.train(), both.test());
  }

  /// 10,000 handwritten digits of MNIST inside the library: 8,000 to train on, 2,000 to test on.
  ///
  /// Examples `[28, 28, 1]`, 10 classes. LeCun, Cortes, Burges, CC BY-SA 3.0.
  public static TrainTest mnist10k() {
    return new TrainTest(
        Idx.dataset(
                resource("train-images-idx3-ubyte.gz", 3),
                resource("train-labels-idx1-ubyte.gz", 1))
            .classNames(DIGITS),
        Idx.dataset(
                resource("test-images-idx3-ubyte.gz", 3), resource("test-labels-idx1-ubyte.gz", 1))
            .classNames(DIGITS));
  }

  private static Idx resource(String name, int rank) {
    try (InputStream in = Datasets.class.getResourceAsStream("mnist10k/" + name)) {
      if (in == null) {
        throw new DataException(
            "mnist10k/" + name,
            "the data set on the class path beside the library's classes",
            "no such resource",
            "use a complete fovea-core jar.");
      }
      return Idx.read(in, "mnist10k/" + name, Long.MAX_VALUE, rank);
    } catch (IOException e) {
      throw unreadable("mnist10k/" + name, e);
    }
  }

  /// The MNIST digits: 60,000 to train on, 10,000 to test on; 11.6 MB to download.
  ///
  /// Examples `[28, 28, 1]`, 10 classes. LeCun, Bottou, Bengio, Haffner 1998.
  ///
  /// @throws DataException if it is not in the cache and cannot be downloaded
  public static TrainTest mnist() {
    return idx(
        "mnist",
        DIGITS,
        RemoteFile.in(
            MNIST,
            "train-images-idx3-ubyte.gz",
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        RemoteFile.in(
            MNIST,
            "train-labels-idx1-ubyte.gz",
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        RemoteFile.in(
            MNIST,
            "t10k-images-idx3-ubyte.gz",
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        RemoteFile.in(
            MNIST,
            "t10k-labels-idx1-ubyte.gz",
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));
  }

  /// Fashion-MNIST, pictures of clothes: 60,000 to train on, 10,000 to test on; 31 MB to download.
  ///
  /// Examples `[28, 28, 1]`, 10 classes. Xiao, Rasul, Vollgraf 2017, MIT licence.
  ///
  /// @throws DataException if it is not in the cache and cannot be downloaded
  public static TrainTest fashionMnist() {
    return idx(
        "fashion-mnist",
        CLOTHES,
        RemoteFile.in(
            FASHION,
            "train-images-idx3-ubyte.gz",
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        RemoteFile.in(
            FASHION,
            "train-labels-idx1-ubyte.gz",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        RemoteFile.in(
            FASHION,
            "t10k-images-idx3-ubyte.gz",
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        RemoteFile.in(
            FASHION,
            "t10k-labels-idx1-ubyte.gz",
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));
  }

  private static TrainTest idx(
      String name,
      String[] classNames,
      RemoteFile trainImages,
      RemoteFile trainLabels,
      RemoteFile testImages,
      RemoteFile testLabels) {
    return new TrainTest(
        idx(CacheFolder.fetch(trainImages, name), CacheFolder.fetch(trainLabels, name))
            .classNames(classNames),
        idx(CacheFolder.fetch(testImages, name), CacheFolder.fetch(testLabels, name))
            .classNames(classNames));
  }

  /// Grey pictures and labels from a pair of IDX files, the format of MNIST, gzipped or not.
  ///
  /// Examples `[H, W, 1]`. Classes are declared by whoever knows them:
  /// `idx(images, labels).classes(26)`.
  ///
  /// @throws DataException if a file is missing or damaged, or if the two do not fit
  public static Dataset idx(Path images, Path labels) {
    return Idx.dataset(file(images, 3), file(labels, 1));
  }

  private static Idx file(Path file, int rank) {
    RegularFile.check(file, "an IDX file");
    try (InputStream in = Files.newInputStream(file)) {
      return Idx.read(in, file.toString(), Files.size(file), rank);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /// CIFAR-10, small photos: 50,000 to train on, 10,000 to test on; 170 MB to download.
  ///
  /// Examples `[32, 32, 3]`, 10 classes; 184 MB in memory. Krizhevsky 2009.
  ///
  /// @throws DataException if it is not in the cache and cannot be downloaded
  public static TrainTest cifar10() {
    RemoteFile archive =
        RemoteFile.in(
            CIFAR,
            "cifar-10-binary.tar.gz",
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd");
    return Cifar.CIFAR10.read(CacheFolder.fetch(archive, "cifar-10"));
  }

  /// CIFAR-100, small photos: 50,000 to train on, 10,000 to test on; 169 MB to download.
  ///
  /// Examples `[32, 32, 3]`, 100 classes (the fine labels); 184 MB in memory. Krizhevsky 2009.
  ///
  /// @throws DataException if it is not in the cache and cannot be downloaded
  public static TrainTest cifar100() {
    RemoteFile archive =
        RemoteFile.in(
            CIFAR,
            "cifar-100-binary.tar.gz",
            "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec");
    return Cifar.CIFAR100.read(CacheFolder.fetch(archive, "cifar-100"));
  }

  /// The flowers of TensorFlow's tutorials: 3,670 photos of five kinds; 229 MB to download.
  ///
  /// Photos of many sizes, CC BY; there is no test part.
  ///
  /// @throws DataException if it is not in the cache and cannot be downloaded
  public static PictureFiles tfFlowers() {
    RemoteFile archive =
        RemoteFile.in(
            List.of(
                "https://storage.googleapis.com/download.tensorflow.org/example_images/",
                "http://download.tensorflow.org/example_images/"),
            "flower_photos.tgz",
            "4c54ace7911aaffe13a365c34f650e71dd5bf1be0a58b464e5a7183e3e595d9c");
    return folder(unpacked(archive, "tf-flowers").resolve("flower_photos"));
  }

  /// Imagenette, ten easy classes of ImageNet, shorter sides of 320 pixels: 9,469 photos to train
  /// on, 3,925 to test on; 342 MB to download.
  ///
  /// Classes are named as in ImageNet: `n01440764` is a tench. Howard 2019.
  ///
  /// @throws DataException if it is not in the cache and cannot be downloaded
  public static PictureParts imagenette() {
    RemoteFile archive =
        RemoteFile.in(
            List.of("https://s3.amazonaws.com/fast-ai-imageclas/"),
            "imagenette2-320.tgz",
            "5020a9130cea0348272823cb12d2db7e981c6f2afa3dce71ccd5b8013005c55e");
    Path folder = unpacked(archive, "imagenette").resolve("imagenette2-320");
    return new PictureParts(folder(folder.resolve("train")), folder(folder.resolve("val")));
  }

  /// Where downloaded data sets are kept, a folder for each; it need not exist yet.
  public static Path cacheFolder() {
    return CacheFolder.of("");
  }

  private static Path unpacked(RemoteFile archive, String name) {
    Path folder = CacheFolder.of(name);
    Path files = folder.resolve("files");
    return Files.isDirectory(files)
        ? files
        : Unpacking.unpack(CacheFolder.fetch(archive, name), files);
  }

  /// Pictures in folders that are named as their classes, at any depth below these, as
  /// [ClassFolders] says; [PictureFiles#leftOut] tells what does not count.
  ///
  /// Classes and files are numbered in the order of their names.
  ///
  /// @throws DataException if there are no such pictures
  public static PictureFiles folder(Path folder) {
    var found = ClassFolders.of(folder);
    List<PictureFiles.Labelled> files = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (var one : found.classes()) {
      int label = names.size();
      names.add(one.name());
      one.files().forEach(file -> files.add(new PictureFiles.Labelled(file, label)));
    }
    if (files.isEmpty()) {
      String leftOut = found.leftOut().toString();
      throw new DataException(
          folder.toString(),
          "a folder per class with pictures in it",
          leftOut.isEmpty() ? "no folders" : "none (" + leftOut + ")",
          "put the pictures of each class into a folder of its name.");
    }
    return PictureFiles.of(files, names).leftOut(found.leftOut());
  }

  /// Pictures listed in a table: a path and a label in each line, separated by commas, semicolons or
  /// tabs, quoted where they hold such; in UTF-8, or in UTF-16 with its mark.
  ///
  /// Paths are relative to the table. A first line may name the columns: then they may stand in any
  /// order among others, if they are called `path` (`file`, `image`, `filename`, ...) and `label`
  /// (`class`, `category`, ...); of two columns, that of the paths is known by the endings of
  /// pictures. Classes are numbered in the order of their names. Lines that say the same count once,
  /// see [PictureFiles#leftOut].
  ///
  /// @throws DataException if the table cannot be read, has another form, gives one picture two
  ///     labels, or if none of its files exists
  public static PictureFiles csv(Path table) {
    return PictureTable.read(table);
  }

  private static DataException unreadable(String name, IOException cause) {
    return new DataException(
        name, "a readable file", Reason.of(cause), "get the file again.", cause);
  }
}
