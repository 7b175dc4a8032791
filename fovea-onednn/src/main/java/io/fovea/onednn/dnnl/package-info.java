/// oneDNN's C API by `java.lang.foreign`.
@NullMarked
package io.fovea.onednn.dnnl;

import org.jspecify.annotations.NullMarked;
