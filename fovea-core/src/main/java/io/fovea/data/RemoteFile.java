package io.fovea.data;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/// A published file that never changes.
///
/// @param name its name in the cache folder
/// @param addresses where it can be had, the first choice first
/// @param sha256 its checksum, lower-case hexadecimal
record RemoteFile(String name, List<URI> addresses, String sha256) {
  RemoteFile {
    addresses = List.copyOf(addresses);
  }

  /// A file of this name in any of these folders.
  static RemoteFile in(List<String> folders, String name, String sha256) {
    Stream<URI> addresses = folders.stream().map(folder -> URI.create(folder + name));
    return new RemoteFile(name, addresses.toList(), sha256);
  }
}
