// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

/// Whether the native library can be used, and if not, why.
///
/// @param available whether every function of the binding can be called
/// @param version version of the library, such as `3.13.0`; empty when it could not be asked
/// @param path the file that was loaded; empty when none was
/// @param reason why the library cannot be used, with the fix; empty when it can
public record Availability(boolean available, String version, String path, String reason) {}
