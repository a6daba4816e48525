package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.NotifyReason;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// What holds for every pack that is delivered, whatever its country.
class EveryPackTest {
    private static final Path HOME = Path.of(System.getProperty("tocsin.home"));
    private static final Path PACKS = HOME.resolve("alert-rules/packs");

    static List<String> packs() throws IOException {
        try (Stream<Path> folders = Files.list(PACKS)) {
            // A pack without a directory is one to build upon.
            return folders.filter(folder -> Files.isDirectory(folder.resolve("directory")))
                    .map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    private static Pack pack(String name) {
        return PackReader.read(PackFiles.read(PACKS.resolve(name)));
    }

    private static Directory directory(String name) {
        return DirectoryReader.read(PackFiles.read(PACKS.resolve(name)));
    }

    @ParameterizedTest
    @MethodSource("packs")
    void everyPackReadsAndIsNamedLikeItsFolder(String name) {
        // When
        Pack pack = pack(name);
        Directory directory = directory(name);

        // Then
        assertEquals(name, pack.name());
        assertTrue(directory.desks().stream().allMatch(directory.areas()::containsKey), "a desk acts for an area");
        assertEquals(directory.desks(), directory.contacts().keySet(), "every desk signs for itself");
        assertTrue(PackFiles.read(PACKS.resolve(name)).sizeBytes() < PackFiles.LIMIT_BYTES);
    }

    @ParameterizedTest
    @MethodSource("packs")
    void everyAudienceComesToSomebodyAtTheDefaultDesk(String name) {
        // Given
        Pack pack = pack(name);
        Directory directory = directory(name);
        String desk = directory.defaultDesk();

        pack.audiences().forEach((audience, meant) -> {
            // When
            boolean manned = switch (meant) {
                case Audience.OnDuty(String roster) -> directory.rosters().entries().stream()
                        .anyMatch(entry -> entry.name().equals(roster) && entry.desk().equals(desk));
                case Audience.Role(String role) -> directory.officials().values().stream()
                        .anyMatch(official -> official.desk().equals(desk) && official.roles().contains(role));
            };

            // Then
            assertTrue(manned, () -> audience + " is nobody at " + desk);
        });
    }

    @ParameterizedTest
    @MethodSource("packs")
    void everySensorAndBoardLiesInItsArea(String name) {
        // Given
        Directory directory = directory(name);

        // Then
        directory.sensors().values().forEach(sensor -> assertTrue(directory.shapes().contains(sensor.area(),
                sensor.latitude(), sensor.longitude(), 0), sensor::id));
        directory.boards().values().forEach(board -> assertTrue(directory.shapes().contains(board.area(),
                board.latitude(), board.longitude(), 0), board::id));
    }

    @ParameterizedTest
    @MethodSource("packs")
    void nobodyRealIsCalled(String name) {
        for (Official official : directory(name).officials().values()) {
            // Then: numbers of blocks never assigned (China) or kept for fiction (North America)
            official.address(ChannelKind.SMS).ifPresent(number -> assertTrue(
                    number.matches("\\+86[0-9]{3}0{4}[0-9]{4}|\\+1[0-9]{3}55501[0-9]{2}"),
                    () -> official.id() + " has the number " + number));
            official.address(ChannelKind.EMAIL).ifPresent(address -> assertTrue(address.endsWith(".example.org"),
                    () -> official.id() + " has the address " + address));
        }
        directory(name).contacts().values().forEach(desk -> desk.phone().ifPresent(number -> assertTrue(
                number.matches("\\+86[0-9]{3}0{4}[0-9]{4}|\\+1[0-9]{3}55501[0-9]{2}"), desk::toString)));
    }

    /// Long but ordinary words of each pack's own country.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            qingdao       | zh | 李沧区滨海化工园三号库           | 特别重大   | 12月24日03:30 | 10人死亡、2人失踪、9人重伤                 | rain_mm 56.0 mm（达橙色阈值）
            qingdao       | en | Binhai Chemical Park, Store 3  | ungraded | 24 Dec 03:30 | 10 dead, 2 missing, 9 seriously injured | rain_mm 56.0 mm (orange threshold)
            san-francisco | zh | CALL BOX: 700 VAN NESS AV/EDDY | 特别重大   | 12月24日03:30 | 10人死亡、2人失踪、9人重伤                 | gas_lel_pct 56.0 %（达红色阈值）
            san-francisco | en | CALL BOX: 700 VAN NESS AV/EDDY | ungraded | 24 Dec 03:30 | 10 dead, 2 missing, 9 seriously injured | gas_lel_pct 56.0 % (red threshold)
            """)
    void everyTemplateSaysSourceHazardPlaceTimeAndReferenceInTwoPartsAtMost(String name, String language, String place,
            String grade, String time, String toll, String reading) {
        // Given
        Pack pack = pack(name);
        Directory directory = directory(name);
        String desk = directory.defaultDesk();
        Map<String, String> words = new HashMap<>(Map.of("drill", "", "issuer",
                directory.issuer(desk).orElseThrow().in(language), "grade",
                grade, "type", longestType(pack, language), "place", place, "time", time, "toll", toll, "reading",
                reading));
        words.put("incident", desk + "-20261224-0001");
        words.put("phone", directory.phone(desk).orElseThrow());

        for (NotifyReason reason : EnumSet.complementOf(
                EnumSet.of(NotifyReason.RECEIPT, NotifyReason.REFUSED, NotifyReason.SPECIAL_REPORT,
                        NotifyReason.FEED_STALLED))) {
            pack.template(reason.name(), language).ifPresent(template -> {
                // When
                String sms = Template.fill(template.sms(), words) + " #7K2QX";

                // Then
                for (String said : List.of("issuer", "type", "place", "time", "incident", "phone")) {
                    assertTrue(template.sms().contains("{" + said + "}"), () -> reason + " lacks " + said);
                    assertTrue(template.email().contains("{" + said + "}"), () -> reason + " lacks " + said);
                }
                assertTrue(SmsParts.of(sms).parts() <= 2, () -> reason + " takes too many parts: " + sms);
            });
        }
    }

    private static String longestType(Pack pack, String language) {
        return pack.types().values().stream().map(type -> type.words().in(language))
                .max(Comparator.comparingInt(String::length)).orElseThrow();
    }

    @Test
    void everyPacksTemplatesAreLookedAt() throws IOException {
        assertEquals(List.of("qingdao", "san-francisco"), packs(),
                "a new pack needs its words in everyTemplateSaysSourceHazardPlaceTimeAndReferenceInTwoPartsAtMost");
    }

    @Test
    void anOrdinaryCallInSanFranciscoPagesNobody() {
        // Given
        Pack pack = pack("san-francisco");
        Collection<Official> people = directory("san-francisco").officials().values();

        // When
        EscalationPolicy policy = pack.policyFor(null);

        // Then
        assertEquals(List.of(ChannelKind.EMAIL), policy.channels());
        assertEquals(List.of(List.of("dispatcher")), policy.levels());
        assertTrue(!policy.awaitsAcknowledgement());
        assertTrue(people.stream().filter(person -> person.id().startsWith("dispatch-"))
                .allMatch(person -> person.address(ChannelKind.SMS).isEmpty()), "failed mail goes over to no SMS");
    }

    @Test
    void theMappingOfTheCallsAndThePackKnowTheSameTypes() throws IOException {
        // Given
        Pack pack = pack("san-francisco");
        Problems problems = new Problems();
        String file = "docs/examples/sf-fire-calls.mapping.yaml";
        YamlNode fields = YamlNode.parse(file, Files.readString(HOME.resolve(file)), problems).required("fields");

        // When
        Map<String, YamlNode> types = fields.required("type").required("map").mapping();
        YamlNode categories = fields.required("category");

        // Then
        assertEquals(pack.types().keySet().stream().sorted().toList(),
                types.values().stream().map(YamlNode::text).sorted().toList());
        types.forEach((callType, code) -> assertEquals(pack.types().get(code.text()).category().name(),
                categories.required("map").optional(callType).textOr(categories.required("otherwise").text()),
                callType));
        assertTrue(pack.types().containsKey(fields.required("type").required("otherwise").text()));
        assertTrue(directory("san-francisco").agencies().containsKey(fields.required("agencyId").required("value")
                .text()));
        problems.refuseIfAny();
    }
}
