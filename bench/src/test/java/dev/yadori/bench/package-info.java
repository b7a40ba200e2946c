/** Tests of how is counted. */
@NullMarked
package dev.yadori.bench;

import org.jspecify.annotations.NullMarked;
