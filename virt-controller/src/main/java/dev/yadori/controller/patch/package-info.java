/** Patches: the only form in which this service changes an object that exists. */
@NullMarked
package dev.yadori.controller.patch;

import org.jspecify.annotations.NullMarked;
