@NullMarked
package dev.yadori.controller.vm;

import org.jspecify.annotations.NullMarked;
