/** A libvirt domain as values, and what it is made from: what was asked for, and what the host is like. */
@NullMarked
package dev.yadori.launcher.domain;

import org.jspecify.annotations.NullMarked;
