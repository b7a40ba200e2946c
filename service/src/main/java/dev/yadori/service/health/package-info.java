/** What the kubelet asks. */
@NullMarked
package dev.yadori.service.health;

import org.jspecify.annotations.NullMarked;
