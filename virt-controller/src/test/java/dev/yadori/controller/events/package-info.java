@NullMarked
package dev.yadori.controller.events;

import org.jspecify.annotations.NullMarked;
