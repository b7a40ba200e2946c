/** Wire contracts between virt-api, virt-handler and virt-launcher, and the code generated from them. */
@NullMarked
package dev.yadori.proto;

import org.jspecify.annotations.NullMarked;
