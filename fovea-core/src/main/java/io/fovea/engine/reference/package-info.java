/// The plain engine: every op as loops over `double[]`, slow and easy to check by eye.
///
/// It is the oracle for faster engines, shows intermediate values, and runs where no native library
/// exists.
///
/// ```
/// Graph --ReferenceEngine--> ReferencePlan --each step--> Interpreter --> Convolution, Pooling, ...
/// ```
@Internal
@NullMarked
package io.fovea.engine.reference;

import io.fovea.Internal;
import org.jspecify.annotations.NullMarked;
