/** Tests. */
@NullMarked
package dev.yadori.api.stream;

import org.jspecify.annotations.NullMarked;
