/** The command line beside kubectl: a client of {@code subresources.kubevirt.io}, with the user's own credentials. */
@NullMarked
package dev.yadori.virtctl;

import org.jspecify.annotations.NullMarked;
