@NullMarked
package dev.yadori.handler.hostfs;

import org.jspecify.annotations.NullMarked;
