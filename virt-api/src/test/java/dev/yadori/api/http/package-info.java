/** Tests. */
@NullMarked
package dev.yadori.api.http;

import org.jspecify.annotations.NullMarked;
