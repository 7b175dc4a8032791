/// Optimizers and learning-rate schedules, with Keras' names, defaults and formulas.
///
/// ```
/// gradients -> Clipping -> weight decay -> Optimizer.rule() at Schedule.at(step) -> parameters
/// ```
///
/// An [io.fovea.optim.Optimizer] is a value made in [io.fovea.optim.Optimizers]; what it remembers
/// about a parameter (momentum, variance, ...) lies in the model's variables.
@NullMarked
@CheckReturnValue
package io.fovea.optim;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
