package tocsin.ruletest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.FixedPacks;
import tocsin.desk.Reports;
import tocsin.rules.PackFiles;
import tocsin.rules.PackReader;
import tocsin.rules.directory.DirectoryReader;
import tocsin.v1.Grade;
import tocsin.yaml.InvalidFileException;

class RulesLikeCodeTest {
    private static final Instant NIGHT = Instant.parse("2026-03-01T19:00:00Z");
    private static final String TIMELINESS = "include/1-shandong/timeliness.yaml";

    private final PackFiles qingdao = FixedPacks.qingdao();

    private static Path tests(Path folder, String text) throws IOException {
        Files.createDirectories(folder.resolve("tests"));
        Files.writeString(folder.resolve("tests/some.yaml"), text);
        return folder;
    }

    private PackFiles with(String path, String from, String to) {
        String text = qingdao.files().get(path);
        assertTrue(text.contains(from), () -> path + " no longer says " + from);
        return qingdao.with(path, text.replace(from, to));
    }

    @Test
    void aTestThatNoLongerHoldsShowsWhatIsMissingAndWhatCameInstead(@TempDir Path folder) throws IOException {
        // Given: a limit somebody has shortened
        PackFiles changed = with(TIMELINESS, "limit: PT30M", "limit: PT20M");
        RuleTest test = RuleTestReader.read(tests(folder, """
                tests:
                  - test: half an hour is on time
                    at: 2026-03-02T03:00:00+08:00
                    steps:
                      - report: {reportId: r1, agencyId: licang-fire, kind: FLASH, status: ACTUAL, receivedAt: now-PT30M, reportedAt: now,
                          title: t, summary: s, confidentiality: INTERNAL}
                        expect: {deadlines: [T1 on time]}
                """)).getFirst();

        // Then
        assertEquals(List.of(), RuleTestRunner.run(test, qingdao).differences());
        assertEquals(List.of("tests/some.yaml:5: deadlines", "  - T1 on time", "  + T1 late PT10M"),
                RuleTestRunner.run(test, changed).differences());
    }

    @Test
    void aTestThatDoesNotReadTellsEveryProblem(@TempDir Path folder) throws IOException {
        // Given
        Path pack = tests(folder, """
                tests:
                  - test: wrong
                    at: noon
                    steps:
                      - reprot: {}
                        expect: {verdikt: []}
                """);

        // When
        InvalidFileException refused = assertThrows(InvalidFileException.class, () -> RuleTestReader.read(pack));

        // Then
        String problems = String.valueOf(refused.getMessage());
        assertTrue(problems.contains("tests/some.yaml:3:9: tests[0].at: \"noon\" is not a time with offset"), problems);
        assertTrue(problems.contains("did you mean report?"), problems);
        assertTrue(problems.contains("did you mean verdict?"), problems);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            include/1-shandong/timeliness.yaml | when: grade in ['I', 'II', 'III'] | when: report.kind == 'FLASH' | NEVER_FIRES T2
            include/1-shandong/timeliness.yaml | limit: PT60M | limit: PT10M | CONTRADICTING_DEADLINES T2
            include/2-national/accuracy.yaml | when: report.facts.burning_h > 24.0 | when: 1 > 2 | NEVER_FIRES A8-FOREST-72H
            include/2-national/grading.yaml | {grade: II, facts: {reservoir_failed: 1, main_line_cut_h: 24}} | {grade: II, facts: {key_reservoir_failed: 2, main_line_cut_h: 72}} | SHADOWED G-REPORT-FLOOD II
            directory/officials.yaml | sms: "+8653200000102" | sms: "+8653200000101" | SHARED_NUMBER directory/officials.yaml: duty-wang, duty-li have one number for SMS
            directory/officials.yaml | sms: "+8653200000401" | sms: "+8653200000101" | SHARED_NUMBER directory/officials.yaml: duty-wang, huangdao-duty-chen have one number for SMS: an answer from it counts for whoever of them was asked, and STOP for all of them; they are of 2 desks
            templates/zh.yaml | 短信不能关闭 | 短信不能关闭短信不能关闭短信不能关闭短信不能关闭短信不能关闭短信不能关闭短信不能关闭短信不能关闭短信不能关闭 | TOO_MANY_PARTS ANSWER.NOT_BY_SMS.zh
            routes.yaml | superior: {role: superior} | superior: {role: nobody} | ENDS_WITH_NOBODY grade-9
            templates/zh.yaml | 请核实并处置：{grade}{type}，{place}，{time}，{toll}。 | 请核实并处置：{grade}{type}，{place}，{toll}。 | INCOMPLETE_MESSAGE OPENED.zh
            templates/zh.yaml | 请核实并处置：{grade}{type}，{place}，{time}，{toll}。编号{incident}，回1确认，电话{phone}。 | 请核实并处置：{grade}{type}，{place}，{time}，{toll}。编号{incident}，回1确认。 | NO_CALL_BACK OPENED.zh
            templates/zh.yaml | {issuer}，电话{phone} | {issuer} | NO_CALL_BACK BOARD_DARK.zh
            templates/zh.yaml | 请在{limit}内确认 | 请在{limit}内执行 ./tocsin ack {incident} | COMMAND_LINE OPENED.zh
            directory/desks.yaml | en: Huangdao Duty Desk}, phone: "+8653200000400"} | en: Huangdao Duty Desk}} | NO_CALL_BACK directory/desks.yaml: desk 370211 has no call-back number
            templates/zh.yaml | 发布时间：{issued} | （无） | INCOMPLETE_MESSAGE OPENED.zh: lacks [issue time]
            templates/zh.yaml | 请核实并处置：{grade} | 请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置请核实并处置：{grade} | TOO_MANY_PARTS OPENED.zh
            """)
    void whatIsValidAndWrongIsRemarked(String file, String from, String to, String remark) {
        // Given
        PackFiles changed = with(file, from, to);
        PackFiles alone = file.equals("routes.yaml")
                ? changed.with("escalation.yaml", changed.files().get("escalation.yaml").replace("policies:\n",
                        """
                                policies:
                                  grade-9:
                                    basis: b
                                    system: s
                                    urgency: URGENT
                                    channels: [SMS]
                                    acknowledge-within: PT2M
                                    levels: [[superior]]
                                    expires-after: PT1H
                                """))
                : changed;

        // When
        List<String> remarks = Lint.of(PackReader.read(alone), DirectoryReader.read(alone)).stream()
                .map(Lint.Remark::toString).toList();

        // Then
        assertTrue(remarks.stream().anyMatch(line -> line.startsWith(remark)), () -> remark + " not in " + remarks);
    }

    @Test
    void theTestOnThePageAboutRulesHolds(@TempDir Path folder) throws IOException {
        // Given
        String page = Files.readString(Path.of(System.getProperty("tocsin.home"), "docs", "rules.md"));
        String example = page.substring(page.indexOf("```yaml\nreport: {agencyId"));

        // When
        List<RuleTest> tests = RuleTestReader.read(tests(folder, example.substring(8, example.indexOf("\n```\n", 8))));

        // Then
        assertEquals(1, tests.size());
        tests.forEach(test -> assertEquals(List.of(), RuleTestRunner.run(test, qingdao).differences()));
    }

    @Test
    void anExplanationShowsEveryRuleWithItsInputsAndItsOutcome() {
        // When
        List<Explanation.Line> lines = Explanation.of(Reports.fire("r1", NIGHT)
                .setReceivedAt(NIGHT.minusSeconds(1801)).setCasualties(Reports.toll(3, null)).build(), NIGHT,
                PackReader.read(qingdao), DirectoryReader.read(qingdao));

        // Then
        assertEquals("clock RECEIPT started 2026-03-01T18:29:59Z, due 2026-03-01T18:59:59Z, arrived"
                + " 2026-03-01T19:00:00Z: LATE by PT1S", outcome(lines, "T1"));
        assertEquals("does not judge FLASH of fire", outcome(lines, "T2"));
        assertEquals("the desk owes it, and [FORWARD] meets it", outcome(lines, "T3"));
        assertTrue(outcome(lines, "G-BASE").startsWith("grade III:"));
        assertTrue(lines.stream().allMatch(line -> !line.basis().isBlank()));
    }

    private static String outcome(List<Explanation.Line> lines, String rule) {
        return lines.stream().filter(line -> line.rule().equals(rule)).findFirst().orElseThrow().outcome();
    }

    @Test
    void aRouteTellsWhoIsToldAndWhoIsNotAndWhy() {
        // When
        RouteExplanation.Route route = RouteExplanation.of(Grade.III, "370202", "fire", NIGHT,
                PackReader.read(qingdao), DirectoryReader.read(qingdao));

        // Then
        assertEquals(List.of("1 PT0S duty-brown", "2 PT10M leader-zhao"), route.told().stream()
                .map(told -> told.level() + " " + told.after() + " " + told.official()).toList());
        assertTrue(route.notTold().contains(new RouteExplanation.NotTold("duty-wang",
                "is on roster duty, and not on duty then")));
        assertTrue(route.notTold().contains(new RouteExplanation.NotTold("huangdao-director",
                "belongs to desk 370211, and desk 370200 acts")));
    }
}
