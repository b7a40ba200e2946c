/** The agent of one node: everything privileged that the guests of this node need. */
@NullMarked
package dev.yadori.handler;

import org.jspecify.annotations.NullMarked;
