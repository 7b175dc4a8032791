/// Decoding JPEG files with the system's libjpeg-turbo, where it is installed: the one place in the
/// core that calls native code.
///
/// ```
/// file in memory -> [TurboJpeg] -> samples      absent, or a file it is not sure of: the JDK
/// decodes
/// ```
@Internal
@NullMarked
package io.fovea.turbojpeg;

import io.fovea.Internal;
import org.jspecify.annotations.NullMarked;
