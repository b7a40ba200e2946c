/**
 * Files of the node that others may write to, opened so that no link is followed and nothing outside the folder is reached:
 * openat2(2), then fstat, then use of the descriptor. Nothing here goes back to a path once it has a descriptor.
 */
@NullMarked
package dev.yadori.handler.hostfs;

import org.jspecify.annotations.NullMarked;
