/** Tests of what becomes of nodes and of the guests on them. */
@NullMarked
package dev.yadori.controller.node;

import org.jspecify.annotations.NullMarked;
