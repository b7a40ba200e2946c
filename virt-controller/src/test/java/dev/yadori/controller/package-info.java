/** Tests of what all reconcilers share. */
@NullMarked
package dev.yadori.controller;

import org.jspecify.annotations.NullMarked;
