/** What integration tests are run on. */
@NullMarked
package dev.yadori.controller.support;

import org.jspecify.annotations.NullMarked;
