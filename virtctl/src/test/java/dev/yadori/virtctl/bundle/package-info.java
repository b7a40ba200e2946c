/** What the script {@code bundle} needs to make a bundle, and is in none. */
@NullMarked
package dev.yadori.virtctl.bundle;

import org.jspecify.annotations.NullMarked;
