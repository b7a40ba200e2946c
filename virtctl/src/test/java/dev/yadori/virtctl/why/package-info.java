/** Tests of explanations. */
@NullMarked
package dev.yadori.virtctl.why;

import org.jspecify.annotations.NullMarked;
