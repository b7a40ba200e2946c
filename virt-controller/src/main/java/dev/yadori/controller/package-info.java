/** The reconcilers of what is true for the whole cluster, and the shape of the launcher pod. */
@NullMarked
package dev.yadori.controller;

import org.jspecify.annotations.NullMarked;
