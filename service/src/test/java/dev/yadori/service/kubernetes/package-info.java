/** Tests of the package of this name. */
@NullMarked
package dev.yadori.service.kubernetes;

import org.jspecify.annotations.NullMarked;
