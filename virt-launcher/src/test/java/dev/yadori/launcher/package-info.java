/** Tests of the launcher as a whole. */
@NullMarked
package dev.yadori.launcher;

import org.jspecify.annotations.NullMarked;
