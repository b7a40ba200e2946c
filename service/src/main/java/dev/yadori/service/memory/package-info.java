/** What a process gives back to its node. */
@NullMarked
package dev.yadori.service.memory;

import org.jspecify.annotations.NullMarked;
