/** Launch specifications for tests. */
@NullMarked
package dev.yadori.launcher.domain;

import org.jspecify.annotations.NullMarked;
