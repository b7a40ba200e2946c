/** The configuration in force, within what this Kubernetes can do. */
@NullMarked
package dev.yadori.controller.config;

import org.jspecify.annotations.NullMarked;
