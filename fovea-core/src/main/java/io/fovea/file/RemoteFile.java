// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/// A published file that never changes.
///
/// @param name its name in the cache folder
/// @param addresses where it can be had, the first choice first
/// @param checksum lower-case hexadecimal: SHA-256 if it has 64 digits, MD5 if 32; empty if none is
///     published
public record RemoteFile(String name, List<URI> addresses, String checksum) {
  /// Copies the list.
  public RemoteFile {
    addresses = List.copyOf(addresses);
  }

  /// A file of this name in any of these folders.
  public static RemoteFile in(List<String> folders, String name, String checksum) {
    Stream<URI> addresses = folders.stream().map(folder -> URI.create(folder + name));
    return new RemoteFile(name, addresses.toList(), checksum);
  }
}
