/** What this host can do, found out by trying. */
@NullMarked
package dev.yadori.launcher.host;

import org.jspecify.annotations.NullMarked;
