/** Tests of the journey of a guest. */
@NullMarked
package dev.yadori.handler.vmi;

import org.jspecify.annotations.NullMarked;
