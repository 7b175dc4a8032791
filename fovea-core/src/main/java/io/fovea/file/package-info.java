/// Files that are there whole or not at all.
@NullMarked
package io.fovea.file;

import org.jspecify.annotations.NullMarked;
