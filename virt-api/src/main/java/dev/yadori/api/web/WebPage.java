package dev.yadori.api.web;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.Bytes;
import dev.yadori.api.http.Endpoint;
import dev.yadori.api.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Serves the files of the web page below the API's own path, so that the API server decides who reaches them and the page's
 * requests go to where it came from. Only the files that were there at the start are served, by their names.
 */
public final class WebPage implements Endpoint {

    /** Of the API, in which the page is a resource and each of its files a name. */
    static final String PATH = "/apis/subresources.kubevirt.io/v1/web";

    private static final String INDEX = "index.html";
    private static final int TAG_DIGITS = 32;

    /** Terminals make style sheets, hence unsafe-inline there; scripts come from our files alone. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, PageFile> files;
    private final Endpoint others;

    /** Read anew for each client: it is asked for rarely, and memory is dear. */
    private record PageFile(Path path, String type, String tag) {}

    private WebPage(Map<String, PageFile> files, Endpoint others) {
        this.files = Map.copyOf(files);
        this.others = others;
    }

    /**
     * Of a folder; where there is none, no page is served.
     *
     * @param others answers what is not for the page
     * @throws UncheckedIOException when a file cannot be read
     */
    public static WebPage of(Path folder, Endpoint others) {
        var files = new HashMap<String, PageFile>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.list(folder)) {
                for (Path file : found.toList()) {
                    var name = file.getFileName().toString();
                    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
                    if (type != null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        files.put(name, new PageFile(file, type, tag(Files.readAllBytes(file))));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the web page in " + folder, e);
            }
        }
        return new WebPage(files, others);
    }

    @Override
    public int mostBytes(String path) {
        return isOurs(path) ? 0 : others.mostBytes(path);
    }

    @Override
    public ApiAnswer answer(ApiRequest request) {
        return isOurs(request.path()) ? page(request) : others.answer(request);
    }

    private static boolean isOurs(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    private ApiAnswer page(ApiRequest request) {
        if (!request.method().equals("GET")) {
            return new ApiAnswer.Response(
                    HttpStatus.METHOD_NOT_ALLOWED, "text/plain", Bytes.of(), Map.of("Allow", "GET"));
        }
        if (request.path().equals(PATH)) {
            // Names of files are relative to the folder.
            return new ApiAnswer.Response(
                    HttpStatus.MOVED,
                    "text/plain",
                    Bytes.of(),
                    Map.of("Location", PATH.substring(PATH.lastIndexOf('/') + 1) + "/"));
        }
        var name = request.path().substring(PATH.length() + 1);
        return Optional.ofNullable(files.get(name.isEmpty() ? INDEX : name))
                .map(file -> answer(request, file))
                .orElseGet(() -> ApiAnswer.text(HttpStatus.NOT_FOUND, "the web page has no such file"));
    }

    private static ApiAnswer.Response answer(ApiRequest request, PageFile file) {
        var headers = Map.of(
                "ETag", file.tag(),
                "Content-Security-Policy", POLICY,
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin");
        if (request.header("if-none-match").contains(file.tag())) {
            return new ApiAnswer.Response(HttpStatus.NOT_MODIFIED, file.type(), Bytes.of(), headers);
        }
        try {
            return new ApiAnswer.Response(
                    HttpStatus.OK, file.type(), Bytes.of(Files.readAllBytes(file.path())), headers);
        } catch (IOException e) {
            throw new UncheckedIOException("the web page's file " + file.path(), e);
        }
    }

    private static String tag(byte[] content) {
        try {
            var digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            return '"' + digest.substring(0, TAG_DIGITS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
