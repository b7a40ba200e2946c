/** A client of the launcher for people, scripts and tests of images. */
@NullMarked
package dev.yadori.launcher.client;

import org.jspecify.annotations.NullMarked;
