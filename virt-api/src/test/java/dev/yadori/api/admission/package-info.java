/** Tests of the package of this name. */
@NullMarked
package dev.yadori.api.admission;

import org.jspecify.annotations.NullMarked;
