/** Tests of the way from an object to its pod and back. */
@NullMarked
package dev.yadori.controller.vmi;

import org.jspecify.annotations.NullMarked;
