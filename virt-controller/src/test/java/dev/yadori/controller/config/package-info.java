/** Tests of the configuration in force. */
@NullMarked
package dev.yadori.controller.config;

import org.jspecify.annotations.NullMarked;
