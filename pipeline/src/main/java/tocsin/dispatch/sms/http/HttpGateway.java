package tocsin.dispatch.sms.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Doubt;
import tocsin.dispatch.Fate;
import tocsin.dispatch.ReceiptTerms;
import tocsin.dispatch.Reconciliation;
import tocsin.dispatch.sms.SmsMessage;
import tocsin.dispatch.sms.SmsProvider;
import tocsin.rules.Template;
import tocsin.v1.DeliveryReason;
import tocsin.wire.RecordJson;

/// SMS by a gateway described by a [GatewayMapping].
public final class HttpGateway implements SmsProvider {
    private static final int TOO_MANY_REQUESTS = 429;
    /// A gateway's answer is some hundred bytes; one over this is no answer.
    static final int ANSWER_LIMIT = 256 * 1024;

    private final GatewayMapping mapping;
    private final HttpClient http;

    public HttpGateway(GatewayMapping mapping) {
        this.mapping = mapping;
        this.http = HttpClient.newBuilder().connectTimeout(mapping.limit()).build();
    }

    @Override
    public String name() {
        return mapping.name();
    }

    @Override
    public Duration callLimit() {
        return mapping.limit().multipliedBy(2);
    }

    @Override
    public int concurrency() {
        return mapping.connections();
    }

    @Override
    public Optional<Attempt.Refused> objection(SmsMessage message) {
        return mapping.templates().isEmpty() || mapping.templates().containsKey(message.template())
                ? Optional.empty()
                : Optional.of(new Attempt.Refused(DeliveryReason.CONFIGURATION, "the gateway " + mapping.name()
                        + " has no template for " + message.template() + "; register one and name it in its file"));
    }

    @Override
    public Attempt submit(SmsMessage message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(mapping.url()).timeout(mapping.limit())
                .header("Content-Type", mapping.json() ? "application/json" : "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body(message)));
        try {
            return attempt(send(request));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Attempt.Retry(DeliveryReason.CONNECTION_FAILED, "the gateway cannot be reached",
                    Optional.empty());
        } catch (IOException e) {
            return new Attempt.InDoubt(DeliveryReason.TIMED_OUT,
                    "the connection ended without an answer; it is not known whether the message was taken");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt.InDoubt(DeliveryReason.TIMED_OUT, "interrupted");
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        mapping.headers().forEach(request::header);
        return http.send(request.build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), ANSWER_LIMIT));
    }

    private Attempt attempt(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == TOO_MANY_REQUESTS) {
            return new Attempt.Retry(DeliveryReason.THROTTLED, "the gateway answered 429", Optional.empty());
        }
        if (status >= 500) {
            return new Attempt.InDoubt(DeliveryReason.PROVIDER_ERROR, "the gateway answered " + status);
        }
        JsonNode answer = json(response.body());
        List<String> codes = at(answer, mapping.answer().code());
        List<String> refusals = codes.stream().filter(code -> !code.equals(mapping.answer().success())).toList();
        if (!codes.isEmpty() && refusals.isEmpty()) {
            return new Attempt.HandedOver(at(answer, mapping.answer().id()).stream().findFirst().orElse(""));
        }
        if (refusals.size() < codes.size()) {
            return new Attempt.InDoubt(DeliveryReason.PROVIDER_ERROR,
                    "the gateway took a part of it and refused another");
        }
        String code = refusals.stream().findFirst().orElse("");
        GatewayMapping.Meaning error = mapping.answer().errors().getOrDefault(code, new GatewayMapping.Meaning(true,
                status == 401 || status == 403 ? DeliveryReason.AUTHENTICATION_FAILED : DeliveryReason.CONFIGURATION));
        String detail = "the gateway answered " + status + (code.isEmpty() ? "" : " " + code);
        return error.permanent()
                ? new Attempt.Refused(error.reason(), detail)
                : new Attempt.Retry(error.reason(), detail, Optional.empty());
    }

    private String body(SmsMessage message) {
        Map<String, String> places = new HashMap<>();
        places.put("to", message.to());
        places.put("to-without-plus", message.to().substring(1));
        places.put("text", message.text());
        places.put("template", mapping.templates().getOrDefault(message.template(), message.template()));
        places.put("signature", message.signature());
        places.put("reference", message.reference());
        places.put("id", message.notificationId());
        places.put("validity-seconds", Long.toString(Math.max(1, message.validity().toSeconds())));
        ObjectNode parameters = RecordJson.MAPPER.createObjectNode();
        new java.util.TreeMap<>(message.parameters()).forEach(parameters::put);
        places.put("parameters", parameters.toString());
        if (mapping.json()) {
            ObjectNode body = RecordJson.MAPPER.createObjectNode();
            mapping.fields().forEach((name, text) -> {
                if (text.equals("{parameters}")) {
                    body.set(name, parameters);
                } else {
                    body.put(name, Template.fill(text, places));
                }
            });
            return body.toString();
        }
        return mapping.fields().entrySet().stream().map(field -> encoded(field.getKey()) + "="
                + encoded(Template.fill(field.getValue(), places))).collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String body) {
        try {
            return RecordJson.MAPPER.readTree(body);
        } catch (IOException e) {
            return RecordJson.MAPPER.createObjectNode();
        }
    }

    /// Every value at this path. Where an answer has a list, of a message's parts perhaps, its order means nothing.
    private static List<String> at(JsonNode answer, String path) {
        List<JsonNode> nodes = List.of(answer);
        for (String part : List.of(path.split("\\.", -1))) {
            nodes = nodes.stream().flatMap(HttpGateway::each).map(node -> node.path(part)).toList();
        }
        return nodes.stream().flatMap(HttpGateway::each).map(node -> node.asText("")).filter(text -> !text.isEmpty())
                .toList();
    }

    private static Stream<JsonNode> each(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.of(node);
    }

    /// No gateway is known that finds a message by its words.
    @Override
    public Reconciliation reconcile(SmsMessage message, Doubt doubt) {
        return new Reconciliation.CannotTell();
    }

    @Override
    public Optional<ReceiptTerms> receipts() {
        return mapping.query().map(query -> new ReceiptTerms(query.askEvery(), query.within()));
    }

    @Override
    public Fate ask(String providerId) {
        return mapping.query().map(query -> ask(query, providerId)).orElseGet(Fate.NotKnown::new);
    }

    private Fate ask(GatewayMapping.Query query, String providerId) {
        URI url = URI.create(Template.fill(query.url(), Map.of("id", encoded(providerId))));
        try {
            HttpResponse<String> response = send(HttpRequest.newBuilder(url).timeout(mapping.limit()).GET());
            List<String> statuses = response.statusCode() == 200
                    ? at(json(response.body()), query.status()).stream().distinct().toList()
                    : List.of();
            if (statuses.equals(List.of(query.delivered()))) {
                return new Fate.Arrived(false);
            }
            return statuses.equals(List.of(query.failed()))
                    ? new Fate.Failed(DeliveryReason.CARRIER_ERROR, "the gateway says " + query.failed())
                    : new Fate.OnItsWay();
        } catch (IOException e) {
            return new Fate.NotKnown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fate.NotKnown();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
