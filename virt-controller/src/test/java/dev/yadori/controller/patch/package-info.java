@NullMarked
package dev.yadori.controller.patch;

import org.jspecify.annotations.NullMarked;
