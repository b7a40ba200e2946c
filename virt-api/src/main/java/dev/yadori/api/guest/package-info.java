/** Guests as virt-handler of their node reaches them. */
@NullMarked
package dev.yadori.api.guest;

import org.jspecify.annotations.NullMarked;
