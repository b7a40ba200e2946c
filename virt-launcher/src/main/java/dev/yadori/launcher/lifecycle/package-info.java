/** The life of the one guest: a state machine and the thread that drives it. */
@NullMarked
package dev.yadori.launcher.lifecycle;

import org.jspecify.annotations.NullMarked;
