@NullMarked
package dev.yadori.controller.certificates;

import org.jspecify.annotations.NullMarked;
