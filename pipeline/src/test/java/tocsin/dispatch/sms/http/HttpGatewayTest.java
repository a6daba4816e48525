package tocsin.dispatch.sms.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Channel;
import tocsin.dispatch.ChannelContract;
import tocsin.dispatch.Fate;
import tocsin.dispatch.Notifications;
import tocsin.dispatch.sms.SmsChannel;
import tocsin.v1.DeliveryReason;
import tocsin.v1.Notification;
import tocsin.wire.RecordJson;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// A gateway that keeps the words itself, described by a file: template, parameters, signature.
class HttpGatewayTest extends ChannelContract {
    private final List<JsonNode> taken = Collections.synchronizedList(new ArrayList<>());
    private HttpServer gateway;
    private SmsChannel channel;
    private volatile int status = 200;
    private volatile String code = "OK";

    private static GatewayMapping mapping(String text) {
        Problems problems = new Problems();
        GatewayMapping mapping = new GatewayMappingReader((node, given) -> given.replace("${SMS_KEY}", "a secret"))
                .read(YamlNode.parse("gateway.yaml", text, problems));
        problems.refuseIfAny();
        return mapping;
    }

    private static String file(int port) {
        return """
                gateway: example
                request:
                  url: "http://127.0.0.1:%d/send"
                  headers: {Authorization: "Bearer ${SMS_KEY}"}
                  fields: {phone: "{to-without-plus}", sign: "{signature}", code: "{template}", params: "{parameters}", out_id: "{id}", text: "{text}"}
                templates: {OPENED.zh: SMS_0001}
                answer:
                  code: Code
                  success: OK
                  id: Data.BizId
                  errors:
                    isv.MOBILE_NUMBER_ILLEGAL: {class: permanent, reason: ADDRESS_INVALID}
                    isv.BUSINESS_LIMIT_CONTROL: {class: retry, reason: THROTTLED}
                query: {url: "http://127.0.0.1:%d/status?id={id}", status: Status, delivered: DELIVERED, failed: FAILED}
                limit: PT1S
                """.formatted(port, port);
    }

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/send", exchange -> {
            JsonNode body = RecordJson.MAPPER.readTree(exchange.getRequestBody());
            boolean known = "Bearer a secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (known && status == 200 && code.equals("OK")) {
                taken.add(body);
            }
            byte[] answer = (code.startsWith("[") ? code
                    : "{\"Code\":\"" + code + "\",\"Data\":{\"BizId\":\"b-" + body.path("out_id").asText()
                            + "\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? status : 403, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        gateway.createContext("/status", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            byte[] answer = (query.startsWith("id=[")
                    ? query.substring("id=".length())
                    : "{\"Status\":\"" + (query.equals("id=b-1") ? "DELIVERED" : "FAILED") + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        gateway.start();
        channel = new SmsChannel(new HttpGateway(mapping(file(gateway.getAddress().getPort()))), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        channel.close();
        gateway.stop(0);
    }

    @Override
    protected Channel channel() {
        return channel;
    }

    @Override
    protected Notification.Builder message(String id) {
        return Notifications.sms(id, "+8653200000101", Instant.now());
    }

    @Override
    protected List<Received> received() {
        return taken.stream().map(body -> new Received("+" + body.path("phone").asText(), body.path("text").asText()))
                .toList();
    }

    @Override
    protected void vanish() {
        gateway.stop(0);
    }

    @Test
    void itIsGivenTheTemplateTheParametersAndTheSignature() {
        // When
        Attempt.HandedOver handed = assertInstanceOf(Attempt.HandedOver.class, channel.send(message("n1").build()));

        // Then
        assertEquals("b-n1", handed.providerId());
        assertEquals("SMS_0001", taken.getFirst().path("code").asText());
        assertEquals("青岛市应急值班室", taken.getFirst().path("sign").asText());
        assertEquals("火灾", taken.getFirst().path("params").path("type").asText());
    }

    @Test
    void anAnswerWithoutEndIsNoAnswer() {
        // Given
        code = "O".repeat(HttpGateway.ANSWER_LIMIT);

        // When
        Attempt attempt = channel.send(message("n1").build());

        // Then
        assertInstanceOf(Attempt.InDoubt.class, attempt);
    }

    @Test
    void aTemplateTheGatewayDoesNotKnowIsRefusedByName() {
        Attempt.Refused refused = channel.objection(message("n1").setTemplate("CLEAR.zh").build()).orElseThrow();
        assertTrue(refused.detail().contains("CLEAR.zh"), refused::detail);
    }

    @ParameterizedTest
    @CsvSource({"200,isv.MOBILE_NUMBER_ILLEGAL,Refused,ADDRESS_INVALID",
            "200,isv.BUSINESS_LIMIT_CONTROL,Retry,THROTTLED",
            "200,something else,Refused,CONFIGURATION", "429,OK,Retry,THROTTLED", "503,OK,InDoubt,PROVIDER_ERROR",
            "401,no,Refused,AUTHENTICATION_FAILED"})
    void itsAnswersMeanWhatTheFileSays(int answered, String said, String kind, DeliveryReason reason) {
        // Given
        status = answered;
        code = said;

        // When
        Attempt attempt = channel.send(message("n1").build());

        // Then
        assertEquals(kind, attempt.getClass().getSimpleName());
        assertTrue(attempt.toString().contains(reason.name()), attempt::toString);
        assertTrue(!attempt.toString().contains("a secret") && !attempt.toString().contains("8653200000101"));
    }

    @Test
    void whatBecameOfAMessageIsAsked() {
        assertEquals(new Fate.Arrived(false), channel.ask(message("n1").build(), "b-1"));
        assertInstanceOf(Fate.Failed.class, channel.ask(message("n1").build(), "b-2"));
    }

    @ParameterizedTest
    @CsvSource({"OK,OK,HandedOver", "OK,isv.BUSINESS_LIMIT_CONTROL,InDoubt", "isv.BUSINESS_LIMIT_CONTROL,OK,InDoubt",
            "isv.BUSINESS_LIMIT_CONTROL,isv.BUSINESS_LIMIT_CONTROL,Retry"})
    void aMessageInPartsWasTakenOnlyIfEveryPartWas(String first, String second, String kind) {
        // Given
        code = "[{\"Code\":\"" + first + "\",\"Data\":{\"BizId\":\"b-1\"}},{\"Code\":\"" + second
                + "\",\"Data\":{\"BizId\":\"b-2\"}}]";

        // Then
        assertEquals(kind, channel.send(message("n1").build()).getClass().getSimpleName());
    }

    /// A list, of a message's parts or of its tries, is trusted only where all of it says the same.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"DELIVERED,DELIVERED|Arrived", "FAILED,FAILED|Failed",
            "DELIVERED,FAILED|OnItsWay", "FAILED,DELIVERED|OnItsWay", "DELIVERED,SENT|OnItsWay", "DELIVERED|Arrived",
            "''|OnItsWay"})
    void theOrderOfAListSaysNothing(String statuses, String fate) {
        String list = java.util.Arrays.stream(statuses.split(",")).filter(each -> !each.isEmpty())
                .map(each -> "{\"Status\":\"" + each + "\"}")
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
        assertEquals(fate, channel.ask(message("n1").build(), list).getClass().getSimpleName());
    }

    @Test
    void aFileThatIsWrongSaysEveryProblemWhereItIs() {
        // When
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> mapping("""
                gateway: Not A Name
                request: {url: "ftp://x", fields: {phone: "{two}"}}
                answer: {code: Code, success: OK, errors: {x: {class: perhaps, reason: NO_SUCH}}}
                """));

        // Then
        for (String words : List.of("gateway", "ftp://x", "{two}", "perhaps", "NO_SUCH", "id")) {
            assertTrue(String.valueOf(refused.getMessage()).contains(words),
                    () -> words + " in " + refused.getMessage());
        }
    }
}
