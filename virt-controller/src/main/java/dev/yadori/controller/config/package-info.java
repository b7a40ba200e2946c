/** The cluster's configuration as it is now. */
@NullMarked
package dev.yadori.controller.config;

import org.jspecify.annotations.NullMarked;
