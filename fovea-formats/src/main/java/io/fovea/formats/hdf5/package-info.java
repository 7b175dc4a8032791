/// HDF5 files, as far as Keras' need them: [io.fovea.formats.hdf5.H5File] reads,
/// [io.fovea.formats.hdf5.H5Writer] writes.
@NullMarked
package io.fovea.formats.hdf5;

import org.jspecify.annotations.NullMarked;
