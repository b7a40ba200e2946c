/** The system as a whole: that it has a configuration, and that it is not removed from under its guests. */
@NullMarked
package dev.yadori.controller.removal;

import org.jspecify.annotations.NullMarked;
