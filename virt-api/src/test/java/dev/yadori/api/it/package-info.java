/** Tests with a real API server. */
@NullMarked
package dev.yadori.api.it;

import org.jspecify.annotations.NullMarked;
