/**
 * Writes ISO 9660 images (ECMA-119) with Joliet and Rock Ridge (IEEE P1281 and P1282): Linux reads the latter, Windows the
 * former. Pure. The same content gives the same bytes.
 */
@NullMarked
package dev.yadori.launcher.volume.iso;

import org.jspecify.annotations.NullMarked;
