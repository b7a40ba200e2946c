/** Tests of the package of this name. */
@NullMarked
package dev.yadori.service.events;

import org.jspecify.annotations.NullMarked;
