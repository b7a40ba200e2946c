/** A guest's link with real clients on it. */
@NullMarked
package dev.yadori.launcher.link;

import org.jspecify.annotations.NullMarked;
