@NullMarked
package dev.yadori.handler.heartbeat;

import org.jspecify.annotations.NullMarked;
