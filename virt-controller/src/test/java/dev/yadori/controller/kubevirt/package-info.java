@NullMarked
package dev.yadori.controller.kubevirt;

import org.jspecify.annotations.NullMarked;
