/** Pictures of the guest's screen, as PNG and bounded. */
@NullMarked
package dev.yadori.launcher.picture;

import org.jspecify.annotations.NullMarked;
