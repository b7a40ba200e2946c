@NullMarked
package dev.yadori.launcher.dhcp6;

import org.jspecify.annotations.NullMarked;
