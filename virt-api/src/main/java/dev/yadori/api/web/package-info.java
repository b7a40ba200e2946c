/** The web page: files without a secret, which ask the API server for everything, as the user who reads them. */
@NullMarked
package dev.yadori.api.web;

import org.jspecify.annotations.NullMarked;
