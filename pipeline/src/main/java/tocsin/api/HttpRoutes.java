package tocsin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.observe.Health;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;

/// Every address, who may ask for it, and by what it is answered, on one page.
final class HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRoutes.class);

    private final Health health;
    private final Callers callers;
    private final SeatPlan seats;
    private final FairWorkers showing;
    private final HttpServices services;
    private final RouteAccess access;

    /// @param showing read what is shown
    HttpRoutes(Health health, Callers callers, SeatPlan seats, FairWorkers showing, HttpServices services,
            RouteAccess access) {
        this.health = health;
        this.callers = callers;
        this.seats = seats;
        this.showing = showing;
        this.services = services;
        this.access = access;
    }

    /// @param metrics the text of `/metrics`
    void addTo(RoutesConfig routes, Supplier<String> metrics) {
        routes.beforeMatched(access::admit);
        routes.afterMatched(access::noteShown);
        routes.get("/health/live", request -> health(request, health.liveJson(), "live"), Access.OPEN,
                Reach.EVERYWHERE);
        routes.get("/health/ready", request -> health(request, health.readyJson(), "ready"), Access.OPEN,
                Reach.EVERYWHERE);
        routes.get("/health/alerting", request -> health(request, health.alertingJson(), "alerting"), Access.OPEN,
                Reach.EVERYWHERE);
        routes.get("/metrics", request -> request.contentType("text/plain; version=0.0.4")
                .result(utf8(metrics.get())), Access.OPEN, Reach.EVERYWHERE);
        routes.get("/api/v1/keys", request -> json(request, 200, JsonNodeFactory.instance.objectNode()
                .set("keys", JsonNodeFactory.instance.arrayNode().add(services.opened().seal().publicKey()))
                .toString()),
                Access.OPEN, Reach.EVERYWHERE);
        signingIn(routes);
        routes.post("/api/v1/reports", write(RecordsIn::reports), Access.SEND, Reach.SENT);
        routes.post("/api/v1/sensors", write(RecordsIn::sensors), Access.SEND, Reach.SENT);
        routes.post("/api/v1/media", write(RecordsIn::media), Access.SEND, Reach.SENT);
        routes.post("/api/v1/refused-rows", request -> {
            Caller caller = RouteAccess.caller(request);
            bounded(seats.records(), caller.name(), () -> services.opened().refusedRows().keep(request, caller));
        }, Access.SEND, Reach.EVERYWHERE);
        routes.post("/api/v1/incidents/{id}/commands",
                request -> {
                    Caller caller = RouteAccess.caller(request);
                    Queries.onlyParameters(request);
                    bounded(seats.orders(), caller.name(), () -> services.opened().commands().take(request, caller));
                }, Access.ORDER, Reach.NAMED);
        routes.get("/api/v1/commands/{commandId}", request -> {
            Queries.onlyParameters(request);
            outcome(request, request.pathParam("commandId"));
        }, Access.FOLLOW, Reach.HIDDEN);
        routes.get("/api/v1/commands", request -> {
            Queries.onlyParameters(request, "commandId");
            String commandId = request.queryParam("commandId");
            if (commandId == null) {
                throw new ApiException(400, "missing parameter", "commandId must name the order that is asked about",
                        List.of(new Refusal(RejectReason.MISSING_FIELD, "commandId",
                                "must name the order that is asked about")));
            }
            outcome(request, commandId);
        }, Access.FOLLOW, Reach.HIDDEN);
        routes.get("/api/v1/incidents", read(Queries::incidents), Access.SEE, Reach.FILTERED);
        routes.get("/api/v1/incidents/{id}", read(Queries::incident), Access.SEE, Reach.NAMED);
        routes.get("/api/v1/incidents/{id}/timeline", read(Queries::timeline), Access.SEE, Reach.NAMED);
        routes.get("/api/v1/incidents/{id}/explain", read(Queries::explain), Access.SEE, Reach.NAMED,
                Personal.RECIPIENTS);
        routes.get("/api/v1/incidents/{id}/special-reports", upward(SpecialReportsOut::list), Access.SEE,
                Reach.NAMED, Personal.SPECIAL_REPORTS);
        routes.get("/api/v1/incidents/{id}/special-reports/{file}", upward(SpecialReportsOut::one), Access.SEE,
                Reach.NAMED, Personal.SPECIAL_REPORTS);
        routes.get("/api/v1/notifications", read(Queries::notifications), Access.SEE, Reach.FILTERED,
                Personal.RECIPIENTS);
        routes.get("/api/v1/books", read(Queries::books), Access.SEE, Reach.WHOLE);
        routes.get("/api/v1/feeds", read(Queries::feeds), Access.SEE, Reach.FILTERED);
        routes.get("/api/v1/reports/{reportId}/verdict",
                shownTo((caller, request) -> services.opened().queries().verdict(request, caller)), Access.KEY,
                Reach.HIDDEN);
        routes.get("/api/v1/reports/{reportId}/receipt",
                shownTo((caller, request) -> services.opened().queries().receipt(request, caller)), Access.KEY,
                Reach.HIDDEN);
        routes.get("/api/v1/findings",
                shownTo((caller, request) -> services.opened().queries().findings(request, caller)), Access.KEY,
                Reach.FILTERED);
        routes.get("/api/v1/findings/{id}",
                shownTo((caller, request) -> services.opened().queries().finding(request, caller)), Access.KEY,
                Reach.HIDDEN);
        routes.get("/api/v1/analytics/scorecards",
                shownTo((caller, request) -> services.opened().scorecards().show(request, caller)), Access.KEY,
                Reach.FILTERED);
        routes.get("/api/v1/deployment", request -> json(request, 200, services.deployment().toString()), Access.SEE,
                Reach.EVERYWHERE);
        routes.get("/api/v1/rules", request -> services.opened().rules().history(request), Access.SEE,
                Reach.EVERYWHERE);
        routes.get("/api/v1/rules/packs/{hash}",
                request -> services.opened().rules().files(request, RouteAccess.caller(request)),
                Access.SEE, Reach.NAMED, Personal.DIRECTORY);
        routes.post("/api/v1/rules/publications", publish(RulesIn::propose), Access.PUBLISH,
                Reach.WHOLE);
        routes.post("/api/v1/rules/publications/{number}/approve", publish(RulesIn::approve), Access.PUBLISH,
                Reach.WHOLE);
        routes.post("/api/v1/rules/publications/{number}/reject", publish(RulesIn::reject), Access.PUBLISH,
                Reach.WHOLE);
        routes.post("/api/v1/rules/back", publish(RulesIn::back), Access.PUBLISH,
                Reach.WHOLE);
        routes.get("/api/v1/stream", request -> services.opened().live().serve(request, RouteAccess.caller(request)),
                Access.SEE,
                Reach.FILTERED, Personal.RECIPIENTS);
        routes.get("/api/v1/access",
                request -> shown(RouteAccess.caller(request), () -> services.opened().access().show(request)),
                Access.ADMINISTER, Reach.WHOLE, Personal.ACCESSES);
        routes.get("/boards/{id}/content.json",
                request -> services.opened().boards().content(request, RouteAccess.caller(request)),
                Access.BOARD, Reach.NAMED);
        routes.get("/boards/{id}/stream",
                request -> services.opened().boards().stream(request, RouteAccess.caller(request)),
                Access.BOARD, Reach.NAMED);
        routes.post("/boards/{id}/shown", request -> {
            Caller caller = RouteAccess.caller(request);
            bounded(seats.boards(), caller.name(), () -> services.opened().boards().shown(request, caller));
        }, Access.SHOW, Reach.EVERYWHERE);
        routes.get("/ack/{token}", request -> services.opened().links().show(request), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/ack/{token}", request -> bounded(seats.links(), "",
                () -> services.opened().links().act(request)), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/webhooks/twilio/sms", request -> bounded(seats.webhooks(), "",
                () -> services.twilio().sms(request)), Access.SECRET, Reach.EVERYWHERE);
        routes.post("/webhooks/twilio/status", request -> bounded(seats.webhooks(), "",
                () -> services.twilio().status(request)), Access.SECRET, Reach.EVERYWHERE);
        routes.exception(ApiException.class, (e, request) -> problem(request, e));
        routes.exception(HttpResponseException.class, (e, request) -> {
            String allowed = e.getStatus() == 405 ? e.getDetails().getOrDefault("availableMethods", "") : "";
            if (!allowed.isBlank()) {
                request.header("Allow", allowed);
            }
            problem(request, new ApiException(e.getStatus(), "not carried out", allowed.isBlank()
                    ? String.valueOf(e.getMessage())
                    : request.method() + " is no method of this address; send " + allowed));
        });
        routes.exception(Exception.class, (e, request) -> {
            LOG.error("request failed: method={} path={}", request.method(), request.path(), e);
            problem(request, new ApiException(500, "our fault", "the request failed here; nothing was acknowledged"));
        });
        routes.error(404, request -> {
            if (request.resultInputStream() == null || "Not Found".equals(request.result())) {
                problem(request, new ApiException(404, "no such page", request.path() + " is not served here"));
            }
        });
    }

    /// How people sign in and out, and who may.
    private void signingIn(RoutesConfig routes) {
        routes.post("/session", request -> {
            if (PersonPages.isOfPerson(request)) {
                services.ofPersons().pages().signInByJson(request);
            } else {
                callers.signIn(request);
            }
        }, Access.SECRET, Reach.EVERYWHERE);
        routes.delete("/session", request -> {
            callers.signOut(request);
            request.status(204);
        }, Access.OPEN, Reach.EVERYWHERE);
        routes.get("/sign-in", request -> services.ofPersons().pages().show(request), Access.OPEN, Reach.EVERYWHERE);
        routes.post("/sign-in", request -> services.ofPersons().pages().signIn(request), Access.SECRET,
                Reach.EVERYWHERE);
        routes.post("/sign-out", request -> {
            callers.signOut(request);
            request.status(303).header("Location", "/sign-in");
        }, Access.OPEN, Reach.EVERYWHERE);
        routes.get("/set-up/{token}", request -> services.ofPersons().pages().showSetUp(request), Access.SECRET,
                Reach.EVERYWHERE);
        routes.post("/set-up/{token}",
                request -> seats.seated(seats.persons(), "", () -> services.ofPersons().pages().setUp(request)),
                Access.SECRET, Reach.EVERYWHERE);
        routes.get("/api/v1/me", shownTo((caller, request) -> json(request, 200, caller.json().toString())),
                Access.KEY, Reach.EVERYWHERE);
        routes.get("/api/v1/persons",
                request -> shown(RouteAccess.caller(request), () -> services.ofPersons().in().list(request)),
                Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons", administer(PersonsIn::add), Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons/{id}", administer(PersonsIn::change), Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons/{id}/link", administer(PersonsIn::link), Access.ADMINISTER, Reach.WHOLE);
        routes.post("/api/v1/persons/{id}/sign-out", administer(PersonsIn::signOut), Access.ADMINISTER, Reach.WHOLE);
        routes.delete("/api/v1/persons/{id}", administer(PersonsIn::remove), Access.ADMINISTER, Reach.WHOLE);
    }

    private void outcome(Context request, String commandId) {
        services.opened().commands().outcome(request, RouteAccess.caller(request), commandId);
    }

    private interface Taking {
        void take(RecordsIn in, Context request, Caller caller);
    }

    private interface Showing {
        void show(Queries queries, Context request, Caller caller);
    }

    private io.javalin.http.Handler write(Taking taking) {
        return request -> {
            Caller caller = RouteAccess.caller(request);
            Queries.onlyParameters(request);
            bounded(seats.records(), caller.name(), () -> taking.take(services.opened().in(), request, caller));
        };
    }

    private interface Administering {
        void administer(PersonsIn persons, Context request, Caller caller);
    }

    private io.javalin.http.Handler administer(Administering administering) {
        return request -> {
            Caller caller = RouteAccess.caller(request);
            Queries.onlyParameters(request);
            bounded(seats.persons(), caller.name(),
                    () -> administering.administer(services.ofPersons().in(), request, caller));
        };
    }

    private interface Publishing {
        void publish(RulesIn rules, Context request, Caller caller);
    }

    private io.javalin.http.Handler publish(Publishing publishing) {
        return request -> {
            Caller caller = RouteAccess.caller(request);
            Queries.onlyParameters(request);
            bounded(seats.rules(), caller.name(),
                    () -> publishing.publish(services.opened().rules(), request, caller));
        };
    }

    private io.javalin.http.Handler read(Showing showing) {
        return request -> {
            Caller caller = RouteAccess.caller(request);
            shown(caller, () -> showing.show(services.opened().queries(), request, caller));
        };
    }

    private io.javalin.http.Handler upward(java.util.function.BiConsumer<SpecialReportsOut, Context> showing) {
        return request -> {
            Caller caller = RouteAccess.caller(request);
            services.opened().queries().requireMayActOn(request, caller);
            shown(caller, () -> showing.accept(services.opened().specialReports(), request));
        };
    }

    private io.javalin.http.Handler shownTo(java.util.function.BiConsumer<Caller, Context> showing) {
        return request -> {
            Caller caller = RouteAccess.caller(request);
            shown(caller, () -> showing.accept(caller, request));
        };
    }

    /// Shows something in a seat of the caller's, on a thread that holds nobody else up.
    private void shown(Caller caller, Runnable work) {
        seats.seated(seats.reads(), caller.name(), () -> showing.call(caller.name(), () -> {
            work.run();
            return true;
        }));
    }

    private void bounded(FairSeats kind, String owner, Runnable work) {
        services.requireStoring(seats.isOfAnswers(kind));
        seats.seated(kind, owner, work);
    }

    private static void problem(Context request, ApiException e) {
        e.retryAfterSeconds().ifPresent(seconds -> request.header("Retry-After", Long.toString(seconds)));
        if (e.status() == 401) {
            request.header("WWW-Authenticate", "Bearer");
        }
        request.status(e.status()).contentType("application/problem+json").result(utf8(e.json().toString()));
    }

    /// Types that are none of the server's own would be written in Latin letters alone.
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// 200 where the answer says so itself, else 503.
    private static void health(Context request, ObjectNode answer, String well) {
        json(request.header("Cache-Control", "no-store"), answer.path(well).asBoolean() ? 200 : 503,
                answer.toString());
    }

    private static void json(Context request, int status, String body) {
        request.status(status).contentType("application/json").result(body);
    }
}
