@NullMarked
package dev.yadori.api.web;

import org.jspecify.annotations.NullMarked;
