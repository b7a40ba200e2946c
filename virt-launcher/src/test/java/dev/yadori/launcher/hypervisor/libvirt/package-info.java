/** Tests of the package of the same name. */
@NullMarked
package dev.yadori.launcher.hypervisor.libvirt;

import org.jspecify.annotations.NullMarked;
