package tocsin.api;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tocsin.text.PlainText;

/// Lets requests in by what their routes say of themselves, and notes who was shown something of people.
final class RouteAccess {
    static final String ASKED = "tocsin.asked";
    private static final String CALLER = "tocsin.caller";
    private static final int LONGEST_REASON = 200;

    private final Supplier<Javalin> server;
    private final Callers callers;
    private final HttpServices services;

    /// @param server whose routes these are
    RouteAccess(Supplier<Javalin> server, Callers callers, HttpServices services) {
        this.server = server;
        this.callers = callers;
        this.services = services;
    }

    /// Lets a request in to the route that it matched, or throws 401 or 403: by what the route itself says.
    void admit(Context request) {
        Route route = matched(request).orElseThrow(
                () -> new ApiException(404, "no such page", request.path() + " is not served here"));
        Access access = route.access();
        if (access.needsKey()) {
            Caller caller = callers.with(request, access::admits, access.what());
            if (route.reach() == Reach.WHOLE) {
                caller.requireUnbounded(request.path());
            }
            request.attribute(CALLER, caller);
            route.personal().ifPresent(personal -> {
                services.opened().accesses().requireOpen();
                request.attribute(ASKED, new AccessLog.Asked(caller, route.method() + " " + route.path(), personal,
                        reason(request)));
            });
        }
    }

    /// HEAD is answered by what answers GET, and asks for the same.
    private Optional<Route> matched(Context request) {
        return Optional.ofNullable(server.get().unsafe.internalRouter.findFirstHttpHandlerEntry(
                HandlerType.HEAD.equals(request.method()) ? HandlerType.GET : request.method(), request.path()))
                .map(found -> Route.of(found.endpoint));
    }

    /// Why somebody asks, in his own words.
    private static @Nullable String reason(Context request) {
        String reason = request.header("Tocsin-Reason");
        return reason == null || reason.isBlank()
                ? null
                : PlainText.shortened(PlainText.line(reason.strip()), LONGEST_REASON);
    }

    /// Notes who was shown something of people. A stream notes what it tells by itself.
    void noteShown(Context request) {
        AccessLog.Asked asked = request.attribute(ASKED);
        Shown shown = request.attribute(Shown.ATTRIBUTE);
        if (asked != null && shown != null && request.statusCode() < 300) {
            services.opened().accesses().shown(asked, shown.incidents(), shown.records());
        }
    }

    /// The caller that was let in.
    static Caller caller(Context request) {
        Caller caller = request.attribute(CALLER);
        if (caller == null) {
            throw new IllegalStateException(request.path() + " asks who calls, and lets in whoever does");
        }
        return caller;
    }

    /// Every route with who may ask for it, by path.
    List<Route> table() {
        return server.get().unsafe.internalRouter.allHttpHandlers().stream().map(route -> route.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod()).map(Route::of)
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method)).toList();
    }
}
