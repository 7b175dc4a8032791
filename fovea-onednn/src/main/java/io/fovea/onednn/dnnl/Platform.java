// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.util.List;
import java.util.Locale;

/// One system and processor for which a payload exists, and the files in it.
///
/// @param name the platform as the payload's folders and classifiers spell it
/// @param openMp files of the OpenMP library in the payload, loaded first; may be empty
/// @param dnnl file of oneDNN in the payload
record Platform(String name, List<String> openMp, String dnnl) {
  /// The platform this process runs on; its payload may or may not exist.
  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64", "x64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> osArch.toLowerCase(Locale.ROOT);
        };
    if (os.startsWith("windows")) {
      return new Platform("windows-" + arch, List.of(), "dnnl.dll");
    }
    if (os.startsWith("mac")) {
      String openMp = arch.equals("arm64") ? "libomp.dylib" : "libiomp5.dylib";
      return new Platform("macosx-" + arch, List.of(openMp), "libdnnl.3.dylib");
    }
    String name = os.startsWith("linux") ? "linux" : os.replace(' ', '-');
    return new Platform(name + "-" + arch, List.of("libgomp.so.1"), "libdnnl.so.3");
  }

  /// Every file of the payload, in the order in which the files must be loaded.
  List<String> files() {
    return java.util.stream.Stream.concat(openMp.stream(), java.util.stream.Stream.of(dnnl))
        .toList();
  }

  boolean isWindows() {
    return name.startsWith("windows-");
  }

  /// Folder of the payload on the class path, ending in a slash.
  String resourceFolder() {
    return "org/bytedeco/dnnl/" + name + "/";
  }

  @Override
  public String toString() {
    return name;
  }
}
