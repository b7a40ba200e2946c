/** Tests of what a launcher is told. */
@NullMarked
package dev.yadori.handler.launch;

import org.jspecify.annotations.NullMarked;
