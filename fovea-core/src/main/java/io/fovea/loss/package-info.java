/// Losses with Keras' names, defaults and formulas: what a model is trained to make small.
///
/// ```
/// labels, predictions -> Loss.on -> one number per example -> mean over the batch
/// ```
///
/// A [io.fovea.loss.Loss] is a value made in [io.fovea.loss.Losses]; like a layer it adds ops to
/// the network's description, and gradients follow from those.
@NullMarked
@CheckReturnValue
package io.fovea.loss;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
