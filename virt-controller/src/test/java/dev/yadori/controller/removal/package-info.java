@NullMarked
package dev.yadori.controller.removal;

import org.jspecify.annotations.NullMarked;
