// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding, unpacking and loading the native library.
class NativesTest {
  @TempDir private Path folder;

  @Test
  void platformsAreNamedAsThePayloadsAre() {
    assertThat(Platform.of("Linux", "amd64").name()).isEqualTo("linux-x86_64");
    assertThat(Platform.of("Linux", "aarch64").name()).isEqualTo("linux-arm64");
    assertThat(Platform.of("Mac OS X", "aarch64").name()).isEqualTo("macosx-arm64");
    assertThat(Platform.of("Mac OS X", "x86_64").name()).isEqualTo("macosx-x86_64");
    assertThat(Platform.of("Windows 11", "amd64").name()).isEqualTo("windows-x86_64");
  }

  @Test
  void openMpIsLoadedFirst() {
    assertThat(Platform.of("Linux", "amd64").files())
        .containsExactly("libgomp.so.1", "libdnnl.so.3");
    assertThat(Platform.of("Mac OS X", "aarch64").files())
        .containsExactly("libomp.dylib", "libdnnl.3.dylib");
    assertThat(Platform.of("Windows 11", "amd64").files()).containsExactly("dnnl.dll");
  }

  @Test
  void aFileIsUnpackedOnceAndThenTrusted() throws IOException {
    Path file = unpack("content");
    assertThat(file).hasContent("content");
    assertThat(Files.readString(record(file)))
        .startsWith("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73 7 ");
    FileTime written = Files.getLastModifiedTime(file);
    assertThat(unpack("content")).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    assertThat(partsLeft()).isEmpty();
  }

  @Test
  void aDamagedFileIsRepaired() throws IOException {
    Path file = unpack("content");
    Files.writeString(file, "contenX");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    assertThat(unpack("content")).hasContent("content");
  }

  @Test
  void aTruncatedFileIsRepaired() throws IOException {
    Path file = unpack("content");
    FileTime written = Files.getLastModifiedTime(file);
    Files.writeString(file, "cont");
    Files.setLastModifiedTime(file, written);
    assertThat(unpack("content")).hasContent("content");
  }

  @Test
  void anIntactFileWithAnotherTimeStaysAndIsTrustedAgain() throws IOException {
    Path file = unpack("content");
    FileTime other = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, other);
    assertThat(unpack("content")).hasContent("content");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(other);
    assertThat(Files.readString(record(file))).contains(".1970-01-01T00:16:40Z.");
  }

  @Test
  void aReplacedFileOfTheSameSizeAndTimeIsFound() throws IOException {
    Path file = unpack("content");
    FileTime written = Files.getLastModifiedTime(file);
    Files.writeString(file, "contenX");
    Files.setLastModifiedTime(file, written);
    assertThat(unpack("content")).hasContent("content");

    Path other = Files.writeString(file.resolveSibling("other"), "contenY");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(unpack("content")).hasContent("content");

    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "contenZ");
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    assertThat(unpack("content")).hasContent("content").isRegularFile();
    assertThat(elsewhere).hasContent("contenZ");
  }

  @Test
  void whatOthersCouldWriteIsUnpackedAgainAndMadePrivate() throws IOException {
    assumeTrue(PrivateFolder.hasModes(folder), "no modes of Unix");
    Path file = unpack("content");
    FileTime written = Files.getLastModifiedTime(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(unpack("content")).hasContent("content");
    assertThat(modeOf(file)).isEqualTo("rwxr-xr-x");

    Path cache = file.getParent();
    assertThat(modeOf(cache)).isEqualTo("rwx------");
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(file, "contenX"); // with a record that fits
    Files.setLastModifiedTime(file, written);
    Files.writeString(record(file), NativeCache.sha256(file) + " 7 \n");
    assertThat(unpack("content")).hasContent("content");
    assertThat(modeOf(cache)).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatOthersCouldExchangeIsRefused() throws IOException {
    assumeTrue(PrivateFolder.hasModes(folder), "no modes of Unix");
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> PrivateFolder.make(open.resolve("cache/natives")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(open.toRealPath() + ": other users can write it");
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aFileWithoutRecordOrWithAnUnreadableOneIsUnpackedAgain() throws IOException {
    Path file = unpack("content");
    Files.delete(record(file));
    Files.writeString(file, "contenX");
    assertThat(unpack("content")).hasContent("content");
    Files.writeString(record(file), "nonsense");
    Files.writeString(file, "contenX");
    assertThat(unpack("content")).hasContent("content");
  }

  @Test
  void anotherPayloadOfAnotherSizeReplacesTheFile() throws IOException {
    unpack("content");
    assertThat(unpack("new content")).hasContent("new content");
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAfterAnHour() throws IOException {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path old = Files.writeString(cache.resolve("x.1.part"), "half");
    Files.setLastModifiedTime(old, FileTime.fromMillis(0));
    Path young = Files.writeString(cache.resolve("x.2.part"), "half");
    unpack("content");
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  @Tag("native")
  void twoProcessesUnpackAtOnceAndAThirdRepairs() throws Exception {
    List<Process> both = List.of(start(), start());
    List<Path> paths = new ArrayList<>();
    for (Process process : both) {
      paths.add(Path.of(outcome(process)));
    }
    assertThat(paths.get(0)).startsWith(folder).isEqualTo(paths.get(1));
    long size = Files.size(paths.get(0));
    assertThat(partsLeft()).isEmpty();

    Files.write(paths.get(0), new byte[100]);
    assertThat(Path.of(outcome(start()))).hasSize(size);
  }

  @Test
  @Tag("native")
  void threadsWaitAsleepUnlessToldToSpin() throws Exception {
    assumeTrue(Platform.current().name().startsWith("linux"), "only libgomp shows its settings");
    assertThat(waitPolicy()).isEqualTo("PASSIVE");
    assertThat(waitPolicy("-Dfovea.wait=active")).isEqualTo("ACTIVE");
  }

  private String waitPolicy(String... options) throws Exception {
    ProcessBuilder builder = program(options);
    builder.environment().put("OMP_DISPLAY_ENV", "true");
    builder.environment().remove("OMP_WAIT_POLICY");
    builder.environment().remove("GOMP_SPINCOUNT");
    String text = outcome(builder.start());
    return text.replaceAll("(?s).*OMP_WAIT_POLICY = '(\\w+)'.*", "$1");
  }

  @Test
  @Tag("native")
  void anotherBuildCanBeNamedByFileOrFolder() throws Exception {
    Path library = Path.of(Natives.availability().path());
    assertThat(outcome(start("-Dfovea.dnnl.path=" + library))).isEqualTo(library.toString());
    assertThat(outcome(start("-Dfovea.dnnl.path=" + library.getParent())))
        .isEqualTo(library.toString());
  }

  @Test
  void aNamedBuildThatIsMissingIsSaidInOneSentence() throws Exception {
    assertThat(outcome(start("-Dfovea.dnnl.path=/nowhere")))
        .isEqualTo(
            "oneDNN: the loader expected the library "
                + Platform.current().dnnl()
                + " at -Dfovea.dnnl.path=/nowhere, got no such file.\n"
                + "  Fix: name the file or its folder, or remove the property."
                + " `fovea doctor` shows every step.");
  }

  @Test
  void aFileThatIsNoLibraryIsSaidInOneSentence() throws Exception {
    Path file = Files.writeString(folder.resolve("dnnl"), "no library");
    assertThat(outcome(start("-Dfovea.dnnl.path=" + file)))
        .contains("oneDNN: the loader expected a loadable library at " + file + ", got ")
        .contains("\n  Fix: ");
  }

  @Test
  void aPlatformWithoutPayloadIsSaidInOneSentence() throws Exception {
    assertThat(outcome(start("-Dos.name=Linux", "-Dos.arch=riscv64")))
        .isEqualTo(
            "oneDNN: the loader expected a native library for linux-riscv64, got none (tried:"
                + " class path, -Dfovea.dnnl.path).\n"
                + "  Fix: add the dnnl classifier jar linux-riscv64, or run with"
                + " -Dfovea.engine=reference (slow). `fovea doctor` shows every step.");
  }

  @Test
  @Tag("native")
  void aCacheThatCannotBeUsedIsReplacedByATemporaryFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    assertThat(outcome(start("-Dfovea.cache=" + file, "-Djava.io.tmpdir=" + temporary)))
        .contains("WARNING: oneDNN: expected a cache folder that this user alone can write, got ")
        .contains("; its library is unpacked anew by every start.\n  Fix: name such a folder with")
        .contains(temporary.resolve("fovea-dnnl-").toString());
    assertThat(temporary).as("what was loaded is removed").isEmptyDirectory();
  }

  @Test
  @Tag("native")
  void withoutAHomeNothingIsWrittenWhereTheProgramStands() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    ProcessBuilder builder = program("-Dfovea.cache=", "-Duser.home=?");
    builder.environment().keySet().removeAll(List.of("FOVEA_CACHE", "XDG_CACHE_HOME"));
    assertThat(outcome(builder.directory(here.toFile()).start()))
        .contains("got NoSuchFileException (no home folder); its library is unpacked anew");
    assertThat(here).isEmptyDirectory();
  }

  private Path unpack(String content) throws IOException {
    Path source = Files.writeString(folder.resolve("source"), content);
    URL url = source.toUri().toURL();
    return NativeCache.open(folder.resolve("cache")).unpack(url, "libx.so");
  }

  private static Path record(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  private List<Path> partsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }

  private Process start(String... options) throws IOException {
    return program(options).start();
  }

  private ProcessBuilder program(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dfovea.cache=" + folder.resolve("natives"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoaderProgram.class.getName());
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /// The program's first sentence: the path of the library, or why there is none.
  private static String outcome(Process process) throws Exception {
    String text = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(text).isZero();
    return text.replaceAll("\nStream of .*", "").strip();
  }
}
