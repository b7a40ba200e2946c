/** Tests of migrations as objects. */
@NullMarked
package dev.yadori.controller.migration;

import org.jspecify.annotations.NullMarked;
