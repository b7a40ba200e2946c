/** The hypervisor through libvirt. */
@NullMarked
package dev.yadori.launcher.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
