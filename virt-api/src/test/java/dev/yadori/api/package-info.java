/** Tests of the process. */
@NullMarked
package dev.yadori.api;

import org.jspecify.annotations.NullMarked;
