package tocsin.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.DirectoryReader;
import tocsin.v1.ReportKind;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;

class PackReaderTest {
    private final PackFiles qingdao = PackFiles
            .read(Path.of(System.getProperty("tocsin.home"), "alert-rules/packs/qingdao"));

    private static final String TIMELINESS = "include/1-shandong/timeliness.yaml";
    private static final String GRADING = "include/2-national/grading.yaml";

    private PackFiles changed(String file, String from, String to) {
        String text = qingdao.files().get(file);
        assertTrue(text.contains(from), () -> file + " no longer says " + from);
        return qingdao.with(file, text.replace(from, to));
    }

    private List<String> problems(Runnable reading) {
        return assertThrows(InvalidFileException.class, reading::run).problems().stream().map(Problem::toString)
                .toList();
    }

    @Test
    void theSamplePackReads() {
        // When
        Pack pack = PackReader.read(qingdao);
        Directory directory = DirectoryReader.read(qingdao);

        // Then
        assertEquals("qingdao", pack.name());
        assertEquals(Optional.of(Duration.ofMinutes(30)), pack.timeliness().rule("T1").orElseThrow().limit());
        assertTrue(directory.agencies().size() >= 12);
        assertEquals("370200", directory.deskFor("370213"));
        assertEquals("370200", directory.deskFor("370213001"), "a town lies in its county");
        assertEquals("370200", directory.deskFor("999999"), "nobody's area is the default desk's");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsPlace() {
        // Given
        String timeliness = qingdao.files().get(TIMELINESS);
        PackFiles wrong = qingdao.with(TIMELINESS, timeliness.replaceFirst("clock: RECEIPT", "clock: RECIEPT")
                .replaceFirst("when: grade in", "when: garde in"))
                .with(GRADING, qingdao.files().get(GRADING).replaceFirst("dead: 30,", "dead: thirty,"));

        // When
        List<String> problems = problems(() -> PackReader.read(wrong));

        // Then
        assertEquals(List.of(
                "include/1-shandong/timeliness.yaml:6:12: rules[0].clock: \"RECIEPT\" is not one of [OCCURRENCE, LEARNING, RECEIPT, MEDIA] (did you mean RECEIPT?)",
                "include/1-shandong/timeliness.yaml:16:11: rules[1].when: undeclared reference to 'garde' (did you mean grade?)",
                "include/2-national/grading.yaml:52:24: base.rows[0].dead: \"thirty\" is not a whole number",
                "include/2-national/grading.yaml:48:3: base: rows must go from the gravest to the least: row 2 is graver than row 1"),
                problems);
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
        assertEquals(List.of(
                "include/1-shandong/timeliness.yaml:9:13: rules[0].limits: is not a known key (did you mean limit?)"),
                problems(() -> PackReader.read(changed(TIMELINESS, "limit: PT30M", "limits: PT30M"))).stream()
                        .map(problem -> problem.replaceFirst("; known are.*", "")).toList());
    }

    @Test
    void aPackBuildsUponOthersAndMayChangeOrLeaveOutWhatTheySay() {
        // Given
        PackFiles own = qingdao.with("timeliness.yaml", """
                rules:
                  - {id: T1, limit: PT20M}
                  - {id: T9-24H, off: true}
                """);

        // When
        Pack pack = PackReader.read(own);

        // Then
        assertEquals(Optional.of(Duration.ofMinutes(20)), pack.timeliness().rule("T1").orElseThrow().limit());
        assertEquals(Set.of(ReportKind.FLASH), pack.timeliness().rule("T1").orElseThrow().notAfter(),
                "what is not changed stays");
        assertTrue(pack.timeliness().rule("T9-24H").isEmpty());
        assertTrue(pack.timeliness().rule("T9-5H").isPresent());
        assertTrue(pack.types().containsKey("11G01"), "types come from the national pack");
    }

    @Test
    void anIncludedPackIsPartOfTheHash() {
        assertNotEquals(qingdao.rules().hash(), changed(TIMELINESS, "PT30M", "PT31M").rules().hash());
        assertEquals(qingdao.directory().hash(), changed(TIMELINESS, "PT30M", "PT31M").directory().hash());
    }

    @Test
    void aRuleWithoutItsBasisIsRefused() {
        assertTrue(problems(() -> PackReader.read(changed("warnings.yaml", "basis: GB/T 50493 可燃气体报警", "system: x")))
                .stream().anyMatch(problem -> problem.startsWith("warnings.yaml:")));
    }

    @Test
    void aPolicyThatNamesNobodyIsRefused() {
        assertTrue(problems(() -> PackReader.read(changed("escalation.yaml", "levels: [[duty-officer], [shift-leader]]",
                "levels: [[duty-oficer]]"))).getFirst().contains("did you mean duty-officer?"));
    }

    @Test
    void anOfficialNobodyCanReachIsRefused() {
        PackFiles wrong = changed("directory/officials.yaml",
                "sms: \"+8653200000101\", email: duty-wang@qingdao.example.org, ",
                "");
        assertTrue(problems(() -> DirectoryReader.read(wrong)).getFirst().contains("can be reached by no means"));
    }

    @Test
    void theHashIsOfTheContentAndOfNothingElse() {
        assertEquals(qingdao.rules().hash(), new PackFiles(qingdao.files()).rules().hash());
        assertNotEquals(qingdao.rules().hash(), changed(TIMELINESS, "PT30M", "PT31M").rules().hash());
        assertEquals(qingdao.directory().hash(), changed(TIMELINESS, "PT30M", "PT31M").directory().hash());
    }

    @Test
    void aFasterPackShortensOnlyTheTimePeopleHaveToAnswer() {
        Pack fast = PackReader.read(qingdao.with("pack.yaml", qingdao.files().get("pack.yaml") + "\nspeed: 60\n"));
        assertEquals(Duration.ofSeconds(10), fast.policy("grade-3").acknowledgeWithin());
        assertEquals(Optional.of(Duration.ofMinutes(30)), fast.timeliness().rule("T1").orElseThrow().limit());
    }

    @Test
    void aPackAnEarlierReleaseTookIsStillReadThoughItWouldNotBeTakenNow() {
        // Given: a pack of 0.1.0, which knew no approvals, corrections and answers
        PackFiles earlier = qingdao;
        for (String language : List.of("zh", "en")) {
            String path = "templates/" + language + ".yaml";
            earlier = earlier.with(path, qingdao.files().get(path).replaceFirst("(?s)APPROVAL:.*", ""));
        }
        PackFiles kept = earlier;

        // Then
        assertTrue(PackReader.readKept(kept).template("OPENED", "zh").isPresent());
        assertTrue(PackReader.readKept(kept).template("RETRACTED", "zh").isEmpty());
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> PackReader.read(kept));
        assertTrue(String.valueOf(refused.getMessage()).contains("RETRACTED"));
    }
}
