/** What a process is told by its environment. */
@NullMarked
package dev.yadori.service.env;

import org.jspecify.annotations.NullMarked;
