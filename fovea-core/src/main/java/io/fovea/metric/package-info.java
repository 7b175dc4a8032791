/// Metrics with Keras' names, defaults and formulas: numbers that people judge a model by.
///
/// ```
/// Metric.start -> Accumulator.update(batch), update(batch), ... -> result()
/// ```
///
/// A [io.fovea.metric.Metric] is a value made in [io.fovea.metric.Metrics]; what it counts during
/// an epoch lies in an accumulator. Metrics are computed in Java from predictions, outside the
/// graph.
@NullMarked
@CheckReturnValue
package io.fovea.metric;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
