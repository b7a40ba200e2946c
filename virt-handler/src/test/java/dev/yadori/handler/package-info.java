/** Tests of the process as a whole. */
@NullMarked
package dev.yadori.handler;

import org.jspecify.annotations.NullMarked;
