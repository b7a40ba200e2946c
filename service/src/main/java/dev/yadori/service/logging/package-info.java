/** How much a process logs. */
@NullMarked
package dev.yadori.service.logging;

import org.jspecify.annotations.NullMarked;
