/** How the definitions under {@code manifests/crds} are made of the types, and the test that they are the ones committed. */
@NullMarked
package dev.yadori.crds.definition;

import org.jspecify.annotations.NullMarked;
