/** Virtual machine instances: from the object to its running pod, and back to nothing. */
@NullMarked
package dev.yadori.controller.vmi;

import org.jspecify.annotations.NullMarked;
