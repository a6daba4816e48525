package tocsin.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Serves the console's files.
public final class ConsolePages {
    /// What a page may load: its own files, and nothing that stands in the page itself.
    private static final String OWN_FILES = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private ConsolePages() {}

    /// Adds the pages to the server's routes.
    ///
    /// @param open says that everybody may ask for them
    public static void routes(RoutesConfig routes, RouteRole... open) {
        routes.get("/", request -> file(request, "console.html", "text/html; charset=utf-8"), open);
        routes.get("/console.css", request -> file(request, "console.css", "text/css; charset=utf-8"), open);
        // A board's page holds nothing of the board's: it signs in with the board's key and asks for its content.
        routes.get("/boards/{id}", request -> file(request, "board.html", "text/html; charset=utf-8"), open);
        routes.get("/board.css", request -> file(request, "board.css", "text/css; charset=utf-8"), open);
        routes.get("/board.js", request -> file(request, "board.js", "text/javascript; charset=utf-8"), open);
        routes.get("/console.js", request -> file(request, "console.js", "text/javascript; charset=utf-8"), open);
    }

    private static void file(Context request, String name, String type) {
        try (InputStream file = ConsolePages.class.getResourceAsStream("/console/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the console's " + name + " is missing from the jar");
            }
            // Only this page's own files: what an agency writes can never run.
            request.header("Content-Security-Policy", OWN_FILES).contentType(type)
                    .result(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
