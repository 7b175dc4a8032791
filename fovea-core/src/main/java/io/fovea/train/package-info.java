/// Networks that learn: [io.fovea.train.Model] joins a [io.fovea.nn.Network] with an optimizer, a
/// loss and metrics; `fit`, `evaluate` and `predict` turn it into one graph per job, compile each
/// once per batch size and run it over a data set.
@NullMarked
package io.fovea.train;

import org.jspecify.annotations.NullMarked;
