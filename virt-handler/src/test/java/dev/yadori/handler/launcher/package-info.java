/** Tests of the way to a launcher, and the launcher that they run against. */
@NullMarked
package dev.yadori.handler.launcher;

import org.jspecify.annotations.NullMarked;
