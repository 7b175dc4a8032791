/// Networks as values: a [io.fovea.nn.Layer] says in [io.fovea.nn.Layer#on] what it does to a
/// symbolic [io.fovea.nn.Node]; that runs once, and the description that comes out
/// ([io.fovea.nn.Network]) is what models train and engines run.
///
/// One record per layer, all made in [io.fovea.nn.Layers]:
///
/// ```java
/// import static io.fovea.nn.Layers.*;
///
/// Node y = input(28, 28, 1).then(conv2d(6, 5).same().relu()).then(maxPool2d(2));
/// ```
@NullMarked
package io.fovea.nn;

import org.jspecify.annotations.NullMarked;
