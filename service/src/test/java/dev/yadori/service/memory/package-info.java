/** Tests of the package of this name. */
@NullMarked
package dev.yadori.service.memory;

import org.jspecify.annotations.NullMarked;
