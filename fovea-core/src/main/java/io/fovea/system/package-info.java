/// What the operating system offers to threads and the JDK does not pass on.
///
/// ```
/// a thread that works ahead -> [Background] -> runs where others leave a processor idle
/// ```
@NullMarked
package io.fovea.system;

import org.jspecify.annotations.NullMarked;
