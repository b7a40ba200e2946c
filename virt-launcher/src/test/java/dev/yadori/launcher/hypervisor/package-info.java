@NullMarked
package dev.yadori.launcher.hypervisor;

import org.jspecify.annotations.NullMarked;
