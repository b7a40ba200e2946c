/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.handler.migration;

import org.jspecify.annotations.NullMarked;
