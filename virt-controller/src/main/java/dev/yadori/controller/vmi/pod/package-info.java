/** From a VirtualMachineInstance to its launcher pod: pure, one concern a file. */
@NullMarked
package dev.yadori.controller.vmi.pod;

import org.jspecify.annotations.NullMarked;
