/** Tests of the package of this name. */
@NullMarked
package dev.yadori.service.config;

import org.jspecify.annotations.NullMarked;
