/// Layers as plain functions of numbers, for trying out filters and looking at what a layer does:
/// [io.fovea.ops.Ops].
@NullMarked
package io.fovea.ops;

import org.jspecify.annotations.NullMarked;
