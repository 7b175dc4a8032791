/// Named tensors in a safetensors file.
@NullMarked
package io.fovea.formats.safetensors;

import org.jspecify.annotations.NullMarked;
