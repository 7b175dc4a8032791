/// What the operating system offers to threads and tells of the terminal, and the JDK does not pass on.
///
/// ```
/// a thread that works ahead -> [Background] -> runs where others leave a processor idle
/// a line drawn over and over -> [Terminal], [Glyphs] -> fits its width and its characters
/// ```
@Internal
@NullMarked
package io.fovea.system;

import io.fovea.Internal;
import org.jspecify.annotations.NullMarked;
