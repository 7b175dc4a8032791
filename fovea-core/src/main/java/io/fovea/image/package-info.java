/// Pictures: [io.fovea.image.Image] is an immutable 8-bit picture, [io.fovea.image.Images] reads
/// and writes files, and [io.fovea.image.Pixels] is a float picture inside a larger array, the form
/// in which pictures travel to a network.
///
/// ```
/// file -> Images.read -> Image -> Resize, toGray -> toTensor [H, W, C] -> model.predict
/// ```
@NullMarked
package io.fovea.image;

import org.jspecify.annotations.NullMarked;
