@NullMarked
package dev.yadori.controller.watch;

import org.jspecify.annotations.NullMarked;
