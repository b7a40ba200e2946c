@NullMarked
package dev.yadori.launcher.ra;

import org.jspecify.annotations.NullMarked;
