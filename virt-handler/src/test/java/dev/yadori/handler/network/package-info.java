@NullMarked
package dev.yadori.handler.network;

import org.jspecify.annotations.NullMarked;
