/// HDF5 files, as far as Keras' need them: [io.fovea.formats.hdf5.H5File] reads,
/// [io.fovea.formats.hdf5.H5Writer] writes.
@Internal
@NullMarked
package io.fovea.formats.hdf5;

import io.fovea.Internal;
import org.jspecify.annotations.NullMarked;
