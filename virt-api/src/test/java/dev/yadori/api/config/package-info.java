/** Tests of the package of this name. */
@NullMarked
package dev.yadori.api.config;

import org.jspecify.annotations.NullMarked;
