/**
 * From the wire contract and what was prepared for it to the domain that is asked for, and to what the guest is told over
 * DHCP. Pure. Anything that cannot be mapped names its field.
 */
@NullMarked
package dev.yadori.launcher.launch;

import org.jspecify.annotations.NullMarked;
