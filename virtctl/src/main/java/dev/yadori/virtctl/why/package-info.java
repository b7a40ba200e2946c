/** Why a virtual machine does not run: a pure chain of rules over what the API server knows, and the reading of that. */
@NullMarked
package dev.yadori.virtctl.why;

import org.jspecify.annotations.NullMarked;
