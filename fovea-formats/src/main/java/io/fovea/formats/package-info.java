/// Model files, a package for each format, and what all of them share.
///
/// ```
/// record ---.
/// keras ----+--> formats: archives, budgets, JSON, records by name
///   |       |       ^
///   '-> hdf5 -------+
/// torch -> safetensors
/// onnx
/// ```
///
/// A format goes when its package and its line for `ServiceLoader` go; nobody but callers that name it
/// knows it. [io.fovea.formats.LayerTypes] takes layers of one's own.
///
/// A file is untrusted: everything is checked before memory is taken, nothing is loaded by half, and
/// only classes that are known by name are made.
@NullMarked
package io.fovea.formats;

import org.jspecify.annotations.NullMarked;
