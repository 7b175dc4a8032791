/// Files that are there whole or not at all, written or downloaded.
@NullMarked
package io.fovea.file;

import org.jspecify.annotations.NullMarked;
