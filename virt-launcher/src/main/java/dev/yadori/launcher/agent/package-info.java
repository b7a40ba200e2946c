/** The agent in the guest: what it says is not to be believed further than it is bounded. */
@NullMarked
package dev.yadori.launcher.agent;

import org.jspecify.annotations.NullMarked;
