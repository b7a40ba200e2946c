/** Tests of the command line. */
@NullMarked
package dev.yadori.virtctl;

import org.jspecify.annotations.NullMarked;
