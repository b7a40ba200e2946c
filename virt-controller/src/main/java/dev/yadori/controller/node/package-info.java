/** Nodes: which take guests, which have fallen silent, and which their guests shall leave. */
@NullMarked
package dev.yadori.controller.node;

import org.jspecify.annotations.NullMarked;
