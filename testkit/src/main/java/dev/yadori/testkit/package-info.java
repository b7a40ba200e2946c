/** What tests of several modules start. */
@NullMarked
package dev.yadori.testkit;

import org.jspecify.annotations.NullMarked;
