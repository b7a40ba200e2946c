/** Tests of the package of this name. */
@NullMarked
package dev.yadori.api.admission.mutate;

import org.jspecify.annotations.NullMarked;
