@NullMarked
package dev.yadori.handler.deviceplugin;

import org.jspecify.annotations.NullMarked;
