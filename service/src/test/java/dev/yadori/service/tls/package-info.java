/** Tests of the package of this name. */
@NullMarked
package dev.yadori.service.tls;

import org.jspecify.annotations.NullMarked;
