/** Who calls, as the API server says it, and what that user may do. */
@NullMarked
package dev.yadori.api.caller;

import org.jspecify.annotations.NullMarked;
