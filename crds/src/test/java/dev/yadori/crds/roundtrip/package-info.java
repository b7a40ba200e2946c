/** Manifests of users, read and written again. */
@NullMarked
package dev.yadori.crds.roundtrip;

import org.jspecify.annotations.NullMarked;
