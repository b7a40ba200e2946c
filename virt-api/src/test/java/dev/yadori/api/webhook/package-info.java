/** Tests of the package of this name. */
@NullMarked
package dev.yadori.api.webhook;

import org.jspecify.annotations.NullMarked;
