/** What the launcher asks of a hypervisor for its one guest, and what it is told. */
@NullMarked
package dev.yadori.launcher.hypervisor;

import org.jspecify.annotations.NullMarked;
