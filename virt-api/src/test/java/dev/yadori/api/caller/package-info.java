/** Tests. */
@NullMarked
package dev.yadori.api.caller;

import org.jspecify.annotations.NullMarked;
