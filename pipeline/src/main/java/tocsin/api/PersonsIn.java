package tocsin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.persons.PersonRefused;
import tocsin.persons.Persons;
import tocsin.persons.Terms;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.wire.RecordJson;
import tocsin.yaml.Nearest;

/// Persons by HTTP: who may sign in, and what administrators change about them. What they sign in with is never shown.
final class PersonsIn {
    private static final int LONGEST = 200;
    /// Areas, or agencies, of one person.
    private static final int MOST = 200;
    private static final List<String> ROLES = Terms.ROLES.stream().map(PersonsIn::said).sorted().toList();
    private static final List<String> FIELDS = List.of("person", "role", "agency", "areas", "agencies");

    private final Persons persons;
    private final Supplier<String> address;

    /// @param address the address people reach this deployment at, to which links lead
    PersonsIn(Persons persons, Supplier<String> address) {
        this.persons = persons;
        this.address = address;
    }

    /// Everybody who may sign in.
    void list(Context request) {
        Queries.onlyParameters(request);
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        persons.all().forEach(one -> all.add(json(one)));
        answer(request, 200, JsonNodeFactory.instance.objectNode().set("persons", all));
    }

    /// Adds a person, and tells the one-time link once.
    void add(Context request, Caller caller) {
        Asked asked = asked(RequestBody.json(RequestBody.bytes(request)), null);
        answer(request, 201, linked(asked.person(),
                changed(() -> persons.add(asked.person(), asked.terms(), caller.actor()))));
    }

    /// Gives a person another role or other bounds.
    void change(Context request, Caller caller) {
        Asked asked = asked(RequestBody.json(RequestBody.bytes(request)), request.pathParam("id"));
        answer(request, 200, changed(() -> {
            persons.change(asked.person(), asked.terms(), caller.actor());
            return persons.one(asked.person()).map(PersonsIn::json)
                    .orElseGet(JsonNodeFactory.instance::objectNode);
        }));
    }

    /// Makes a new one-time link, and tells it once.
    void link(Context request, Caller caller) {
        String person = request.pathParam("id");
        answer(request, 201, linked(person, changed(() -> persons.link(person, caller.actor()))));
    }

    /// Ends every session of a person.
    void signOut(Context request, Caller caller) {
        changed(() -> {
            persons.signOut(request.pathParam("id"), caller.actor());
            return true;
        });
        request.status(204);
    }

    void remove(Context request, Caller caller) {
        changed(() -> {
            persons.remove(request.pathParam("id"), caller.actor());
            return true;
        });
        request.status(204);
    }

    /// What was asked for a person.
    private record Asked(String person, Terms terms) {}

    private static Asked asked(JsonNode body, @Nullable String named) {
        List<Refusal> refusals = new ArrayList<>();
        if (!body.isObject()) {
            throw new ApiException(422, "refused", "send one JSON object with " + String.join(", ", FIELDS));
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name) || named != null && name.equals("person")) {
                refusals.add(invalid(name, "is not known here" + Nearest.hint(name, FIELDS)
                        + "; send " + String.join(", ", FIELDS.subList(named == null ? 0 : 1, FIELDS.size()))));
            }
        });
        String person = named != null ? named : text(body, "person", refusals);
        if (person.isBlank() || person.length() > LONGEST) {
            refusals.add(invalid("person", "must be the id of an official of the directory, such as duty-wang"));
        }
        String roleText = text(body, "role", refusals);
        Optional<Role> role = Terms.ROLES.stream().filter(one -> said(one).equals(roleText)).findFirst();
        if (role.isEmpty()) {
            refusals.add(invalid("role", "must be one of " + String.join(", ", ROLES) + Nearest.hint(roleText, ROLES)));
        }
        String agency = text(body, "agency", refusals);
        List<String> areas = texts(body, "areas", refusals);
        areas.stream().filter(area -> !area.matches("[0-9]{2,12}")).findFirst()
                .ifPresent(area -> refusals.add(invalid("areas", "\"" + area + "\" is no area code such as 370202")));
        List<String> agencies = texts(body, "agencies", refusals);
        if (role.isPresent() && (role.get() == Role.REPORTER) == agency.isBlank()) {
            refusals.add(invalid("agency", "must be given for a reporter, and for nobody else"));
        }
        if (!refusals.isEmpty()) {
            throw new ApiException(422, "refused", refusals.getFirst().getField() + " "
                    + refusals.getFirst().getDetail(), refusals);
        }
        return new Asked(person,
                new Terms(role.orElseThrow(), agency.isBlank() ? null : agency, new Bounds(areas, agencies)));
    }

    private static String text(JsonNode body, String field, List<Refusal> refusals) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isNull() && (!value.isTextual() || value.asText().length() > LONGEST)) {
            refusals.add(invalid(field, "must be a text of " + LONGEST + " characters at most"));
            return "";
        }
        return value.asText("").strip();
    }

    private static List<String> texts(JsonNode body, String field, List<Refusal> refusals) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(one -> texts.add(one.isTextual() ? one.asText().strip() : ""));
        if (!value.isArray() || texts.size() > MOST
                || texts.stream().anyMatch(one -> one.isEmpty() || one.length() > LONGEST)) {
            refusals.add(invalid(field, "must be a list of " + MOST + " texts at most"));
            return List.of();
        }
        return texts;
    }

    private ObjectNode linked(String person, Persons.Link link) {
        return JsonNodeFactory.instance.objectNode().put("person", person)
                .put("link", address.get() + "/set-up/" + link.token()).put("until", RecordJson.time(link.until()));
    }

    private static ObjectNode json(Persons.Seen one) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("person", one.person())
                .put("role", one.terms().map(terms -> said(terms.role())).orElse(null))
                .put("agency", one.terms().map(Terms::agency).orElse(null));
        ArrayNode areas = json.putArray("areas");
        ArrayNode agencies = json.putArray("agencies");
        one.terms().ifPresent(terms -> {
            terms.bounds().areas().forEach(areas::add);
            terms.bounds().agencies().forEach(agencies::add);
        });
        return json.put("ready", one.ready()).put("secondFactor", one.secondFactor())
                .put("linkUntil", one.linkUntil() == null ? null : RecordJson.time(one.linkUntil()))
                .put("sessions", one.sessions()).put("changedBy", one.changedBy())
                .put("changedAt", RecordJson.time(one.changedAt()));
    }

    private static String said(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> T changed(Supplier<T> change) {
        try {
            return change.get();
        } catch (PersonRefused e) {
            throw refused(e);
        } catch (KafkaException e) {
            throw notChanged();
        }
    }

    /// The answer where the rows cannot be written now.
    static ApiException notChanged() {
        return new ApiException(503, "not changed",
                "the broker is away, or another instance changed a person at the same"
                        + " time; look whether it was changed, and try again");
    }

    /// The answer to a change that may not be made.
    static ApiException refused(PersonRefused refusal) {
        int status = switch (refusal.reason()) {
            case NOT_KNOWN -> 404;
            case KNOWN, OWN -> 409;
            case NOT_IN_DIRECTORY, INVALID, WRONG_CODE -> 422;
            case LINK_GONE -> 410;
            case TOO_MANY -> 429;
        };
        return new ApiException(status, "refused: " + refusal.reason(), String.valueOf(refusal.getMessage()));
    }

    private static Refusal invalid(String field, String detail) {
        return new Refusal(RejectReason.INVALID_VALUE, field, detail);
    }

    private static void answer(Context request, int status, JsonNode json) {
        request.status(status).header("Cache-Control", "no-store").contentType("application/json")
                .result(json.toString());
    }
}
