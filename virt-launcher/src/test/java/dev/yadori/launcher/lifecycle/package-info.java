@NullMarked
package dev.yadori.launcher.lifecycle;

import org.jspecify.annotations.NullMarked;
