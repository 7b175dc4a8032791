/// Published networks: one file per paper's family, variants as rows, and [io.fovea.zoo.Zoo] with
/// all of them by name.
@NullMarked
package io.fovea.zoo;

import org.jspecify.annotations.NullMarked;
