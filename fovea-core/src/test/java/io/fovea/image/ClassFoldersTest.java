// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.keras.ImageDataGenerator;
import io.fovea.data.Datasets;
import io.fovea.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// One rule wherever folders of pictures are read. The files are empty: only names count.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs links and pipes")
final class ClassFoldersTest {
  @TempDir Path outside;
  @TempDir Path root;

  private Path put(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[0]);
  }

  /// Classes and their files, as text.
  private List<String> found() {
    return ClassFolders.of(root).classes().stream()
        .map(one ->
            one.name()
                + one.files().stream().map(file -> root.relativize(file).toString()).toList())
        .toList();
  }

  private String leftOut() {
    return ClassFolders.of(root).leftOut().toString();
  }

  @Test
  void endingsInAnyCaseArePicturesAndOthersAreTold() throws IOException {
    for (String name : List.of("1.jpg", "2.JPEG", "3.jfif", "4.JPE", "5.Png", "6.gif", "7.bmp")) {
      put("a/" + name);
    }
    for (String name : List.of("w.webp", "t.tif", "t.tiff", "deep/er/x.jpg")) {
      put("a/" + name);
    }
    for (String name : List.of("b.heic", "c.HEIC", "d.avif", "e.svg", "f.txt", "README", "g.")) {
      put("a/" + name);
    }
    put("a/strange.\u001b[31m");
    assertThat(ClassFolders.of(root).classes().getFirst().files()).hasSize(11);
    assertThat(leftOut())
        .isEqualTo(
            "left out: 1 AVIF file (no reader), 2 HEIC files (no reader), 1 SVG file (no reader),"
                + " 1 TXT file (no reader), 3 files without an ending");
    assertThat(ClassFolders.of(root).leftOut().counts())
        .containsEntry("HEIC files (no reader)", 2)
        .containsEntry("files without an ending", 3);
  }

  @Test
  void hiddenThingsDoNotCountInsideOrBesideAClass() throws IOException {
    put("a/1.jpg");
    put("a/.cache/2.jpg");
    put("a/._1.jpg");
    put("a/@eaDir/1.jpg");
    put(".git/3.jpg");
    put("__MACOSX/a/1.jpg");
    put("lost+found/4.jpg");
    put("a/.DS_Store");
    put("a/Thumbs.db");
    put("a/desktop.ini");
    put(".DS_Store");
    assertThat(found()).containsExactly("a[a/1.jpg]");
    assertThat(leftOut()).isEqualTo("left out: 6 hidden");
  }

  @Test
  void foldersWithoutPicturesAreNoClasses() throws IOException {
    put("a/1.jpg");
    put("b/notes.txt");
    Files.createDirectories(root.resolve("violet/deep"));
    put("stray.png");
    put("labels.csv");
    assertThat(found()).containsExactly("a[a/1.jpg]");
    assertThat(leftOut())
        .isEqualTo(
            "left out: 1 TXT file (no reader), 1 picture beside the class folders,"
                + " 2 folders without pictures (b, violet)");
  }

  @Test
  void linksAreFollowedToFoldersAndFiles() throws IOException {
    Files.write(Files.createDirectories(outside.resolve("c")).resolve("1.jpg"), new byte[0]);
    put("a/1.jpg");
    Files.createSymbolicLink(root.resolve("c"), outside.resolve("c"));
    Files.createSymbolicLink(root.resolve("a/2.jpg"), outside.resolve("c/1.jpg"));
    Files.createSymbolicLink(root.resolve("a/more"), outside.resolve("c"));
    assertThat(found()).containsExactly("a[a/1.jpg, a/2.jpg, a/more/1.jpg]", "c[c/1.jpg]");
    assertThat(leftOut()).isEmpty();
  }

  @Test
  void linksThatLeadBackOrNowhereAreTold() throws IOException {
    put("a/deep/1.jpg");
    put("b/1.jpg");
    Files.createSymbolicLink(root.resolve("a/deep/up"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("a/out"), root.getParent());
    Files.createSymbolicLink(root.resolve("a/self"), Path.of("self"));
    Files.createSymbolicLink(root.resolve("all"), root);
    Files.createSymbolicLink(root.resolve("b/none.jpg"), Path.of("nowhere"));
    Files.createSymbolicLink(root.resolve("gone"), Path.of("nowhere"));
    assertThat(found()).containsExactly("a[a/deep/1.jpg]", "b[b/1.jpg]");
    assertThat(leftOut())
        .isEqualTo("left out: 3 links to nothing, 3 links back to an outer folder");
  }

  @Test
  void pipesAreNotOpened() throws Exception {
    put("a/1.jpg");
    assertThat(
            new ProcessBuilder("mkfifo", root.resolve("a/pipe.jpg").toString())
                .start()
                .waitFor(9, TimeUnit.SECONDS))
        .isTrue();
    assertThat(found()).containsExactly("a[a/1.jpg]");
    assertThat(leftOut()).isEqualTo("left out: 1 pipe, socket or device");
  }

  @Test
  void aNameIsTheSameClassInBothFormsOfUnicode() throws IOException {
    put("Bl\u00fcte/1.jpg");
    put("Blu\u0308te/2.jpg");
    var classes = ClassFolders.of(root).classes();
    assertThat(classes).hasSize(1);
    assertThat(classes.getFirst().name()).isEqualTo("Bl\u00fcte");
    assertThat(classes.getFirst().files()).hasSize(2);
  }

  @Test
  void namesThatDifferInCaseAreTwoClassesAndTold() throws IOException {
    put("Cat/1.jpg");
    put("cat/2.jpg");
    put("dog/3.jpg");
    assertThat(Datasets.folder(root).classesAlike()).containsExactly(List.of("Cat", "cat"));
  }

  @Test
  void controlCharactersInNamesOfClassesAreRefused() throws IOException {
    put("a\nb/1.jpg");
    assertThatThrownBy(() -> Datasets.folder(root))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "PictureFiles: expected names of classes without control characters, got 'a");
  }

  @Test
  void dataSetsAndGeneratorsFindTheSame() throws IOException {
    put("b/2.jfif");
    put("b/z/1.jpg");
    put("a/1.jpg");
    put("a/x.heic");
    put(".hidden/1.jpg");
    Files.createDirectories(root.resolve("empty"));
    Files.createSymbolicLink(root.resolve("c"), root.resolve("b"));
    var files = Datasets.folder(root);
    var directory = ImageDataGenerator.PLAIN.flowFromDirectory(root);
    assertThat(files.classNames()).containsExactly("a", "b", "c");
    assertThat(directory.classNames()).isEqualTo(files.classNames());
    assertThat(directory.files())
        .containsExactlyElementsOf(files.files().stream().map(one -> one.file()).toList());
    assertThat(directory.leftOut()).isEqualTo(files.leftOut());
    assertThat(files.leftOut())
        .hasToString(
            "left out: 1 HEIC file (no reader), 1 hidden, 1 folder without pictures (empty)");
  }

  @Test
  void aFolderOfNothingReadableSaysWhatThereIs() throws IOException {
    put("a/1.heic");
    assertThatThrownBy(() -> Datasets.folder(root))
        .hasMessage(
            root
                + ": expected a folder per class with pictures in it, got none (left out: 1 HEIC"
                + " file (no reader), 1 folder without pictures (a)).\n"
                + "  Fix: put the pictures of each class into a folder of its name.");
  }
}
