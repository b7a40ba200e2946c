/** Tests of the package of this name. */
@NullMarked
package dev.yadori.service.health;

import org.jspecify.annotations.NullMarked;
