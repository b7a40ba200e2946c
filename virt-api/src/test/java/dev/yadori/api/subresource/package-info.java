/** Tests. */
@NullMarked
package dev.yadori.api.subresource;

import org.jspecify.annotations.NullMarked;
