@NullMarked
package dev.yadori.handler.pod;

import org.jspecify.annotations.NullMarked;
