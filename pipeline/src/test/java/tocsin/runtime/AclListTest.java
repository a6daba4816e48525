package tocsin.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.wire.Acl;
import tocsin.wire.Topics;

/// Who must be allowed what, and the document that says so.
class AclListTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("tocsin.home"), "docs", "kafka-security.md");
    private static final String BEGIN = "<!-- made by AclListTest -->\n";
    private static final String END = "<!-- end -->\n";

    private final Topics topics = new Topics("tocsin.", 3);
    private final AclList list = new AclList(topics);

    @Test
    void theDocumentSaysWhatTheCodeSays() throws IOException {
        // Given
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();

        // When
        String made = document.substring(0, from) + table() + document.substring(document.indexOf(END));
        if ("renew".equals(System.getProperty("tocsin.documents"))) {
            Files.writeString(DOCUMENT, made);
        }

        // Then
        assertEquals(made, Files.readString(DOCUMENT), "write it anew with -Dtocsin.documents=renew");
    }

    private String table() {
        List<Acl> acls = new ArrayList<>(list.tocsin());
        for (AclList.Role role : AclList.Role.values()) {
            acls.addAll(list.of(role));
        }
        list.ofAgency("ID").forEach(acls::add);
        Map<String, List<String>> operations = new LinkedHashMap<>();
        acls.forEach(acl -> operations.computeIfAbsent("| " + acl.who() + " | "
                + acl.resource().resourceType().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " | `"
                + acl.resource().name()
                + (acl.resource().patternType() == PatternType.PREFIXED ? "`… | " : "` | "), _ -> new ArrayList<>())
                .add(AclList.operation(acl)));
        return "| application or role | resource | name (… prefix) | operations |\n| --- | --- | --- | --- |\n"
                + operations.entrySet().stream().map(row -> row.getKey() + String.join(", ", row.getValue()) + " |\n")
                        .collect(Collectors.joining());
    }

    @Test
    void nobodyButTocsinWritesWhatOnlyTocsinMayWrite() {
        // Given
        List<Acl> others = new ArrayList<>(list.ofAgency("qingdao-fire"));
        for (AclList.Role role : AclList.Role.values()) {
            others.addAll(list.of(role));
        }

        // Then
        List<String> written = others.stream().filter(acl -> acl.operation() == AclOperation.WRITE)
                .map(acl -> acl.resource().name()).distinct().sorted().toList();
        assertEquals(List.of("tocsin.media", "tocsin.reports", "tocsin.reports.qingdao-fire", "tocsin.sensors"),
                written);
        assertTrue(others.stream().filter(acl -> acl.resource().resourceType() == ResourceType.TOPIC)
                .allMatch(acl -> acl.resource().patternType() == PatternType.LITERAL), () -> others.toString());
    }

    @Test
    void theClientOfAnEmbeddedPairSeesNothingInternal() {
        // Given
        List<String> internal = List.of("inbox", "ledger", "receipts", "replies", "board-reports", "readings", "posts",
                "rules", "directory", "notifications", "notifications.urgent", "special-report-files", "commands.http");

        // Then
        list.ofEmbeddedClient().forEach(acl -> assertTrue(
                !internal.contains(acl.resource().name().replaceFirst("tocsin\\.", ""))
                        && !acl.resource().name().startsWith("tocsin-"),
                acl::place));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            a.M required username="tocsin" password="x"; | User:tocsin
            a.M required username=tocsin password=x;     | User:tocsin
            a.M required serviceName="kafka";            | the Kafka user of this instance
            """)
    void theUserIsNamedAndThePasswordIsNot(String jaas, String principal) {
        // When
        String sentence = AclCheck.sentence(Acl.topic("desk", "tocsin.inbox", AclOperation.READ),
                Map.of("bootstrap.servers", "b:9092", "sasl.jaas.config", jaas));

        // Then
        assertEquals(principal + " may not Read topic tocsin.inbox, which desk needs; allow it with: kafka-acls.sh"
                + " --bootstrap-server b:9092 --add --allow-principal '"
                + (principal.startsWith("User:") ? principal : "User:NAME") + "' --topic 'tocsin.inbox'"
                + " --operation Read", sentence);
    }
}
