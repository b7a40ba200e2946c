/** A real API server for tests, with what of the control plane they need beside it. */
@NullMarked
package dev.yadori.controller.testkit;

import org.jspecify.annotations.NullMarked;
