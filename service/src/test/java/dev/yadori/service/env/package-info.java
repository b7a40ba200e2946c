/** Tests of the package of this name. */
@NullMarked
package dev.yadori.service.env;

import org.jspecify.annotations.NullMarked;
