@NullMarked
package dev.yadori.controller.config;

import org.jspecify.annotations.NullMarked;
