/** Tests of the launcher pod's shape. */
@NullMarked
package dev.yadori.controller.vmi.pod;

import org.jspecify.annotations.NullMarked;
