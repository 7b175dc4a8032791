/// The command line: [io.fovea.app.Main] and one class per command.
///
/// A command reads its options, does its work with the library, prints, and says by its exit code
/// how it went: 0 done, 1 failed, 2 used wrongly, 130 stopped by Ctrl-C. Errors are one sentence.
@Internal
@NullMarked
package io.fovea.app;

import io.fovea.Internal;
import org.jspecify.annotations.NullMarked;
