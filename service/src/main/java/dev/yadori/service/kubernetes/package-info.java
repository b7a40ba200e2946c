/** The API server: how it is reached, and why it refuses. */
@NullMarked
package dev.yadori.service.kubernetes;

import org.jspecify.annotations.NullMarked;
