/** Tests of the package of this name. */
@NullMarked
package dev.yadori.api.tls;

import org.jspecify.annotations.NullMarked;
