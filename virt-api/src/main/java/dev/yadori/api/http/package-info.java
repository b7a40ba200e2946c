/** The one HTTPS server of the process: requests are bounded in size, number and time, and answered on virtual threads. */
@NullMarked
package dev.yadori.api.http;

import org.jspecify.annotations.NullMarked;
