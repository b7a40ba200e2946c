/** WebSockets joined with what carries bytes to and from a guest; neither side gets further ahead than the other reads. */
@NullMarked
package dev.yadori.api.stream;

import org.jspecify.annotations.NullMarked;
