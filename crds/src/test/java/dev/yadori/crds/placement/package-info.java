/** Tests of where guests can go. */
@NullMarked
package dev.yadori.crds.placement;

import org.jspecify.annotations.NullMarked;
