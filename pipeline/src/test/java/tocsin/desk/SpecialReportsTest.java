package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.internal.v1.SpecialReportState;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Finding;
import tocsin.v1.Grade;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Refusal;
import tocsin.v1.ReportKind;
import tocsin.v1.SpecialReport;
import tocsin.v1.SpecialReportKind;
import tocsin.v1.Status;
import tocsin.v1.TimelineEvent;
import tocsin.v1.TimelineKind;

/// 专报: drafted by one person from the record's own facts, signed by another, sent to the superior, whose receipt is kept.
class SpecialReportsTest {
    private final City city = new City();
    private String incident = "";

    private void fire(Grade grade) {
        incident = city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(grade))
                .setLossCny(new java.math.BigDecimal("120000.50"))).getIncidentId();
    }

    private void more(String reportId, Grade grade) {
        city.report(Reports.fire(reportId, city.now()).setKind(ReportKind.FOLLOW_UP).setSequence(2)
                .setIncidentRef(incident).setSummary("火势已得到控制，正在清理现场。").setCasualties(Reports.tollOf(grade)));
    }

    private void order(String by, Map<String, String> arguments) {
        city.command(by, "DUTY_OFFICER", Action.FORWARD, incident, "http", arguments);
    }

    private void draft(String by) {
        order(by, Map.of("draft", "true"));
    }

    private void sign(String by, int number) {
        order(by, Map.of("sign", Integer.toString(number)));
    }

    private void sent(int number) {
        draft("duty-wang");
        sign("leader-zhao", number);
    }

    private SpecialReportFile kept() {
        return city.specialReportFiles().getLast();
    }

    private List<Notification> messages() {
        return city.notifications().stream().filter(told -> told.getReason() == NotifyReason.SPECIAL_REPORT).toList();
    }

    private List<TimelineKind> kinds() {
        return city.timeline().stream().map(TimelineEvent::getKind)
                .filter(kind -> kind.name().startsWith("SPECIAL_REPORT") || kind == TimelineKind.FORWARDED
                        || kind == TimelineKind.REFUSED)
                .toList();
    }

    private List<String> remindedOfForwarding() {
        return city.findings().stream().filter(finding -> finding.getRule().equals("T3")).map(Finding::getOutcome)
                .map(Enum::name).toList();
    }

    @Test
    void aDraftSaysWhatTheRecordSaysAndNothingElse() {
        // Given
        fire(Grade.III);
        city.command("duty-wang", Action.ACKNOWLEDGE, incident);
        city.after(Duration.ofMinutes(5));

        // When
        draft("duty-wang");

        // Then
        SpecialReport report = kept().getReport();
        assertEquals(incident + "-S1", report.getSpecialReportId());
        assertEquals("李沧区某仓库较大火灾：3人死亡，尚未结束", report.getTitle());
        assertEquals("""
                突发事件信息专报（首报）
                编号：%s-S1
                标题：李沧区某仓库较大火灾：3人死亡，尚未结束
                报送单位：青岛市应急值班室
                值班电话：+8653200000100
                主送：省值班室
                拟稿时间：2026年3月2日03:05

                一、基本情况
                时间：2026年3月2日02:50
                地点：李沧区某仓库（北纬36.1900，东经120.3900）
                类型：火灾（事故灾难）
                等级：较大；定级依据：G-BASE：3人死亡（含失踪），达到3
                核实情况：基本可信，尚待进一步核实
                伤亡：死亡3人

                二、事件经过
                - 据青岛市消防救援支队（报告r1，2026年3月2日03:00收到）：李沧区某仓库火灾。summary-words。事发单位：某公司。原因：cause-words。趋势：可控。伤亡：死亡3人。直接经济损失：120000.50元。

                三、已采取措施
                - 青岛市消防救援支队称已采取：扑救
                - 2026年3月2日03:00，王值班确认接收
                - 已通知：Alex Brown

                四、待核实情况
                - 人数：失踪、重伤、轻伤、被困、危及生命、转移疏散：待核实

                联系人：Alex Brown +8653200000103 duty-brown@qingdao.example.org
                拟稿：王值班
                """
                .formatted(incident), report.getText());
    }

    @Test
    void theSameDraftInEnglish() {
        // Given
        fire(Grade.III);

        // When
        order("duty-wang", Map.of("draft", "true", "language", "en"));

        // Then
        SpecialReport report = kept().getReport();
        assertEquals("first report", report.getLabel());
        assertEquals("grade III fire, 李沧区某仓库, Licang: 3 dead; not over yet", report.getTitle());
        assertEquals("""
                SPECIAL REPORT (first report)
                Number: %s-S1
                Title: grade III fire, 李沧区某仓库, Licang: 3 dead; not over yet
                From: Qingdao Duty Desk
                Call back: +8653200000100
                To: 省值班室
                Written: 2 Mar 2026 03:00

                1. What is known
                Time: 2 Mar 2026 02:50
                Place: 李沧区某仓库, Licang (36.1900, 120.3900)
                Type: fire (accident)
                Grade: grade III; ground: G-BASE: 3 dead or missing, from 3
                Verification: probable, to be verified further
                Toll: 3 dead

                2. What happened
                - Qingdao Fire and Rescue (report r1, 2 Mar 2026 03:00): 李沧区某仓库火灾. summary-words. unit: 某公司. cause: cause-words. trend: 可控. toll: 3 dead. direct loss: CNY 120000.50.

                3. Measures taken
                - Qingdao Fire and Rescue says: 扑救
                - Told: Alex Brown

                4. Not known yet
                - numbers of: missing, seriously injured, lightly injured, trapped, in danger of life, evacuated

                Contact: Alex Brown +8653200000103 duty-brown@qingdao.example.org
                Drafted: 王值班
                """
                .formatted(incident), report.getText());
    }

    @Test
    void aFollowUpTellsWhatChangedAndDoesNotRepeatTheFirstAccount() {
        // Given
        fire(Grade.III);
        sent(1);
        city.after(Duration.ofMinutes(20));
        city.command("leader-zhao", "DUTY_OFFICER", Action.INSTRUCT, incident, "http", Map.of());
        more("r2", Grade.II);

        // When
        sent(2);

        // Then
        SpecialReport report = city.specialReports().getLast();
        assertEquals("续报一", report.getLabel());
        assertTrue(report.getText().contains("与首报相比的变化\n- 等级由较大变为重大；死亡由3人变为10人\n"), report::getText);
        assertTrue(report.getText().contains("报告r2"), report::getText);
        assertTrue(report.getText().contains("赵带班批示"), report::getText);
        assertFalse(report.getText().contains("summary-words"), report::getText);
        assertFalse(report.getText().contains("已通知"), report::getText);
    }

    @ParameterizedTest
    @CsvSource({"1, 首报", "2, 续报一", "11, 续报十", "12, 续报十一"})
    void theChainIsNumberedAsTheLawHasIt(int number, String label) {
        // Given
        fire(Grade.III);
        for (int before = 1; before < number; before++) {
            sent(before);
        }

        // When
        draft("duty-wang");

        // Then
        assertEquals(number, kept().getReport().getNumber());
        assertEquals(label, kept().getReport().getLabel());
    }

    @Test
    void whatIsClosedOrAskedForIsFinalUnlessTheSuperiorHasHeardNothingYet() {
        // Given
        fire(Grade.III);

        // When
        order("duty-wang", Map.of("draft", "true", "final", "true"));
        SpecialReport asked = kept().getReport();
        city.command("leader-zhao", Action.CLOSE, incident);
        draft("duty-wang");
        SpecialReport unheard = kept().getReport();
        sign("leader-zhao", 1);
        draft("duty-wang");
        SpecialReport last = kept().getReport();

        // Then
        assertEquals(SpecialReportKind.FINAL, asked.getKind());
        assertEquals("首报", unheard.getLabel());
        assertEquals("终报", last.getLabel());
        assertTrue(last.getText().contains("善后、评估和下一步工作（记录中没有，请拟稿人补充）：待核实"), last::getText);
        assertTrue(last.getText().contains("summary-words"), "a final report tells all of it");
        assertTrue(last.getTitle().endsWith("已结束"), last::getTitle);
    }

    @Test
    void whenEveryAgencySaysThatHandlingHasEndedTheNextIsFinal() {
        // Given
        fire(Grade.III);
        sent(1);

        // When
        city.report(Reports.fire("r2", city.now()).setKind(ReportKind.FOLLOW_UP).setIncidentRef(incident)
                .setCasualties(Reports.tollOf(Grade.III)).setHandlingEnded(true));
        draft("duty-wang");

        // Then
        assertEquals(SpecialReportKind.FINAL, kept().getReport().getKind());
    }

    @Test
    void whatIsSignedGoesToTheTopicAndToTheSuperiorsMailAndStopsTheClock() {
        // Given
        fire(Grade.III);
        draft("duty-wang");
        city.after(Duration.ofMinutes(30));

        // When
        sign("leader-zhao", 1);
        city.after(Duration.ofHours(5));

        // Then
        SpecialReport report = city.specialReports().getFirst();
        assertEquals("leader-zhao", report.getSignedBy());
        assertEquals("duty-wang", report.getDraftedBy());
        assertEquals("province-duty", report.getSuperior());
        assertTrue(report.getText().endsWith("拟稿：王值班\n签发：赵带班，2026年3月2日03:30\n"), report::getText);
        assertEquals(1, messages().size());
        Notification mail = messages().getFirst();
        assertEquals("duty@shandong.example.org", mail.getAddress());
        assertEquals(report.getText().strip(), mail.getBody().strip());
        assertEquals("【专报·首报】李沧区某仓库较大火灾：3人死亡，尚未结束", mail.getSubject());
        assertEquals(List.of(), remindedOfForwarding());
        assertEquals(List.of(TimelineKind.SPECIAL_REPORT_DRAFTED, TimelineKind.SPECIAL_REPORT_SENT), kinds());
    }

    @Test
    void aDraftForwardsNothing() {
        // Given
        fire(Grade.III);

        // When
        draft("duty-wang");
        city.after(Duration.ofHours(5));

        // Then
        assertEquals(List.of("DUE_SOON", "DUE_SOON", "LATE"), remindedOfForwarding());
        assertEquals(List.of(), city.specialReports());
        assertEquals(List.of(), messages());
    }

    @Test
    void withoutArgumentsItSaysThatTheSuperiorWasToldByOtherMeans() {
        // Given
        fire(Grade.III);

        // When
        city.command("duty-wang", Action.FORWARD, incident);
        city.after(Duration.ofHours(5));
        draft("duty-wang");

        // Then
        assertEquals(List.of(), remindedOfForwarding());
        assertTrue(kept().getReport().getText().contains("王值班以其他方式上报"));
        assertEquals("首报", kept().getReport().getLabel());
    }

    @Test
    void theDrafterMayNotSignAndWritingItAnewMakesAnotherTheDrafter() {
        // Given
        fire(Grade.III);
        draft("duty-wang");

        // When
        sign("duty-wang", 1);
        order("duty-li", Map.of("draft", "true", "title", "另一个标题", "text", "另写的全文。"));
        sign("duty-li", 1);
        sign("duty-wang", 1);

        // Then
        assertEquals(2, city.rejected().size());
        assertTrue(refusal().contains("may not sign it; a second person must"), this::refusal);
        assertEquals(1, city.specialReports().size());
        SpecialReport report = city.specialReports().getFirst();
        assertEquals("另一个标题", report.getTitle());
        assertEquals("另写的全文。\n签发：王值班，2026年3月2日03:00\n", report.getText());
    }

    private String refusal() {
        return city.rejected().getLast().getReasons().getFirst().getDetail();
    }

    @Test
    void whatWasOvertakenIsNotSignedUnlessTheSignerSaysWhichRevisionHeKnows() {
        // Given
        fire(Grade.III);
        draft("duty-wang");
        more("r2", Grade.II);
        int now = city.incidents().get(incident).getRevision();

        // When
        sign("leader-zhao", 1);

        // Then
        assertTrue(refusal().contains("grade III became grade II; dead: 3 became 10"), this::refusal);
        assertTrue(refusal().contains("sign with revision=" + now), this::refusal);
        assertEquals(incident, city.timeline().getLast().getIncidentId(), "its timeline tells of the refusal");

        // And
        order("leader-zhao", Map.of("sign", "1", "revision", Integer.toString(now - 1)));
        assertEquals(0, city.specialReports().size());
        order("leader-zhao", Map.of("sign", "1", "revision", Integer.toString(now)));
        assertEquals(Grade.III, city.specialReports().getFirst().getGrade(), "it goes as it was written");
        draft("duty-wang");
        assertTrue(kept().getReport().getText().contains("等级由较大变为重大"), "and the next one says what is new");
    }

    @Test
    void whatCameWhileSomebodyCompletedADraftIsSaidToTheSigner() {
        // Given
        fire(Grade.III);
        draft("duty-wang");
        more("r2", Grade.II);

        // When
        order("duty-wang", Map.of("draft", "true", "text", "补充后的全文。"));
        sign("leader-zhao", 1);

        // Then
        assertEquals(1, kept().getReport().getRevision());
        assertTrue(refusal().contains("grade III became grade II"), this::refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"draft=yes|arguments.draft|must be true",
            "draft=true final=no|arguments.final|must be true, or left out",
            "draft=true language=fr|arguments.language|must be zh or en",
            "draft=true title=|arguments.title|must be one line",
            "draft=true text=|arguments.text|must have 1 to 8000 characters",
            "draft=true revision=1|arguments.revision|is no argument of FORWARD with draft",
            "drafts=true|arguments.drafts|did you mean draft?", "draft=true sign=1|arguments|takes one of",
            "sign=1|arguments.sign|there are {}: draft one with draft=true",
            "sign=one|arguments.sign|names no special report",
            "received=1 by=x|arguments.received|names no special report"})
    void whatIsAskedWronglyIsRefusedWithWhatToDo(String arguments, String field, String words) {
        // Given
        fire(Grade.III);

        // When
        order("duty-wang", arguments(arguments));

        // Then
        Refusal refusal = city.rejected().getFirst().getReasons().getFirst();
        assertEquals(field, refusal.getField());
        assertTrue(refusal.getDetail().contains(words), refusal::getDetail);
        assertEquals(List.of(), city.specialReportFiles());
    }

    private static Map<String, String> arguments(String pairs) {
        return java.util.Arrays.stream(pairs.split(" ")).map(pair -> pair.split("=", -1))
                .collect(java.util.stream.Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"sign=1|arguments.sign|was sent before; draft the next one",
            "sign=1 revision=x|arguments.revision|must be the incident's revision",
            "received=1|arguments.by|must say who of the superior confirmed it",
            "received=2 by=x|arguments.received|there are {1=首报 SENT}"})
    void whatWasSentIsNotSentAgain(String arguments, String field, String words) {
        // Given
        fire(Grade.III);
        sent(1);

        // When
        order("duty-li", arguments(arguments));

        // Then
        Refusal refusal = city.rejected().getFirst().getReasons().getFirst();
        assertEquals(field, refusal.getField());
        assertTrue(refusal.getDetail().contains(words), refusal::getDetail);
        assertEquals(1, city.specialReports().size());
    }

    @Test
    void aDraftCannotHaveBeenReceivedAndNobodySignsBySms() {
        // Given
        fire(Grade.III);
        draft("duty-wang");

        // When
        order("duty-li", Map.of("received", "1", "by", "省值班室"));
        String notSent = refusal();
        city.command("duty-li", "DUTY_OFFICER", Action.FORWARD, incident, "sms", Map.of("sign", "1"));

        // Then
        assertTrue(notSent.contains("has not been sent"), notSent);
        assertTrue(refusal().contains("an SMS may not sign"), this::refusal);
    }

    @Test
    void aDeskWithoutASuperiorSendsNothing() {
        // Given
        city.activate(FixedPacks.qingdao().with("directory/officials.yaml", FixedPacks.qingdao().files()
                .get("directory/officials.yaml").replaceAll("(id: province-duty.*?)\\[superior]", "$1[neighbour]")));
        fire(Grade.III);

        // When
        sent(1);

        // Then
        assertTrue(refusal().contains("no official of desk 370200 has the role superior"), this::refusal);
        assertEquals(List.of(), city.specialReports());
    }

    @Test
    void theDeskWritesDownTheReceiptItWasToldOnce() {
        // Given
        fire(Grade.III);
        sent(1);

        // When
        order("duty-wang", Map.of("received", "1", "by", "省值班室 张某"));
        order("duty-wang", Map.of("received", "1", "by", "另一人"));

        // Then
        assertEquals(SpecialReportState.RECEIVED, kept().getState());
        assertEquals("省值班室 张某", kept().getReceivedBy());
        assertTrue(refusal().contains("was confirmed at"), this::refusal);
    }

    @Test
    void theSuperiorsLinkIsTheReceiptAndAcknowledgesNothing() {
        // Given
        fire(Grade.III);
        sent(1);

        // When
        for (int pressed = 0; pressed < 2; pressed++) {
            city.command("province-duty", "OFFICIAL", Action.FORWARD, incident, "link", Map.of("received", "1"));
        }

        // Then
        assertEquals("province-duty", kept().getReceivedBy());
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
        assertEquals(1, kinds().stream().filter(kind -> kind == TimelineKind.SPECIAL_REPORT_RECEIVED).count());
        assertEquals(List.of(), city.rejected());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"province-duty|sign=1", "province-duty|draft=true", "province-duty|",
            "duty-li|received=1"})
    void anOfficialsLinkCanDoNothingElse(String official, String arguments) {
        // Given
        fire(Grade.III);
        sent(1);

        // When
        city.command(official, "OFFICIAL", Action.FORWARD, incident, "link",
                arguments == null ? Map.of() : arguments(arguments));

        // Then
        assertEquals(1, city.rejected().size());
        assertEquals(SpecialReportState.SENT, kept().getState());
    }

    private void superiorWithoutMailbox() {
        city.activate(FixedPacks.qingdao().with("directory/officials.yaml", FixedPacks.qingdao().files()
                .get("directory/officials.yaml").replace(", email: duty@shandong.example.org", "")));
    }

    @Test
    void whereThereIsNoMailboxAnSmsTellsOfItAndItsAnswerIsTheReceipt() {
        // Given
        superiorWithoutMailbox();
        fire(Grade.III);
        sent(1);
        Notification sms = messages().getFirst();
        city.after(Duration.ofMinutes(1));

        // When
        city.reply("SM1", "province-duty", "收到");

        // Then
        assertEquals(ChannelKind.SMS, sms.getChannel());
        assertTrue(sms.getBody().startsWith("【青岛市应急值班室】专报（首报）：李沧区某仓库较大火灾：3人死亡，尚未结束。"), sms::getBody);
        assertEquals(SpecialReportState.RECEIVED, kept().getState());
        assertEquals(IncidentState.OPEN, city.incidents().get(incident).getState());
        assertEquals(NotifyReason.ANSWER, city.notifications().getLast().getReason());
    }

    @Test
    void aSuperiorWhoWasPagedTooConfirmsFirstAndAcknowledgesByTheNextAnswer() {
        // Given
        superiorWithoutMailbox();
        fire(Grade.II);
        city.after(Duration.ofMinutes(12));
        assertTrue(city.toldBySms(0).contains("province-duty"), "the second level was paged");
        sent(1);
        city.after(Duration.ofMinutes(1));

        // When
        city.reply("SM1", "province-duty", "1");
        IncidentState afterTheFirst = city.incidents().get(incident).getState();
        city.reply("SM2", "province-duty", "1");

        // Then
        assertEquals(SpecialReportState.RECEIVED, kept().getState());
        assertEquals(IncidentState.OPEN, afterTheFirst);
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(incident).getState());
    }

    @Test
    void otherWordsOfTheSuperiorAreAnInstructionAndTheReceipt() {
        // Given
        superiorWithoutMailbox();
        fire(Grade.III);
        sent(1);
        city.after(Duration.ofMinutes(1));

        // When
        city.reply("SM1", "province-duty", "请核实伤亡并续报");
        draft("duty-wang");

        // Then
        assertEquals(SpecialReportState.RECEIVED, city.specialReportFiles().get(2).getState());
        assertTrue(kept().getReport().getText().contains("省值班室批示：请核实伤亡并续报"), kept().getReport()::getText);
    }

    @Test
    void aMailThatDoesNotArriveIsFollowedByAnSmsAndPagesNobody() {
        // Given
        fire(Grade.III);
        sent(1);
        int before = city.notifications().size();

        // When
        city.outcome(messages().getFirst(), DeliveryState.FAILED, DeliveryReason.ADDRESS_INVALID);
        city.outcome(messages().getLast(), DeliveryState.FAILED, DeliveryReason.ADDRESS_INVALID);

        // Then
        List<Notification> after = city.notifications().stream().skip(before).toList();
        assertEquals(1, after.size());
        assertEquals(NotifyReason.SPECIAL_REPORT, after.getFirst().getReason());
        assertEquals("+8653100000001", after.getFirst().getAddress());
    }

    @Test
    void anExerciseSaysSoEverywhere() {
        // Given
        incident = city.report(Reports.fire("r1", city.now()).setStatus(Status.EXERCISE)
                .setCasualties(Reports.tollOf(Grade.III))).getIncidentId();

        // When
        order("duty-wang", Map.of("draft", "true", "text", "手写的全文"));
        sign("leader-zhao", 1);

        // Then
        Notification mail = messages().getFirst();
        assertEquals(Status.EXERCISE, city.specialReports().getFirst().getStatus());
        assertEquals(Status.EXERCISE, mail.getStatus());
        assertTrue(mail.getSubject().contains("演练"), mail::getSubject);
        assertTrue(mail.getBody().contains("演练"), mail::getBody);
        assertTrue(city.specialReports().getFirst().getText().contains("演练"));
    }

    @Test
    void whatNobodyBelievesYetIsCalledSo() {
        // Given
        incident = city.report(Reports.fire("r1", city.now()).setAgencyId("nobody-knows-us").setClaimedGrade(Grade.I)
                .setCause(null).setLocation(new tocsin.v1.Location("370213", null, null, null, null)))
                .getIncidentId();

        // When
        draft("duty-wang");

        // Then
        String text = kept().getReport().getText();
        for (String words : List.of("核实情况：待核实", "据nobody-knows-us", "（此报告尚未核实）", "- 事件原因：待核实", "- 准确位置：待核实",
                "地点：李沧区\n")) {
            assertTrue(text.contains(words), () -> words + " is not in " + text);
        }
    }

    @Test
    void anIncidentKeepsTwentyAndGoesOnCounting() {
        // Given
        fire(Grade.III);
        for (int number = 1; number <= 22; number++) {
            sent(number);
        }

        // When
        order("duty-wang", Map.of("received", "2", "by", "省值班室"));
        draft("duty-wang");

        // Then
        assertTrue(refusal().contains("names no special report"), this::refusal);
        assertEquals(23, kept().getReport().getNumber());
        assertEquals("续报二十二", kept().getReport().getLabel());
    }

    @Test
    void theSameInboxGivesTheSameReports() {
        // Given
        fire(Grade.III);
        sent(1);
        more("r2", Grade.II);
        sent(2);

        // When
        byte[] again = City.reread(city.inbox(), city.packs());

        // Then
        assertArrayEquals(city.bytes(), again);
    }
}
