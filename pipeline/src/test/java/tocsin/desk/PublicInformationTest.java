package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.internal.v1.BoardContact;
import tocsin.internal.v1.InboxRecord;
import tocsin.rules.PackFiles;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.Notification;
import tocsin.v1.Outcome;
import tocsin.v1.Status;
import tocsin.v1.TimelineKind;

/// A duty to inform the public is met by what happened: a message that was approved and shown, a conference that was
/// held. What was only proposed meets nothing.
class PublicInformationTest {
    private static final Duration DAY = Duration.ofHours(24);

    private final City city = new City();
    private final Instant occurred = city.now().minusSeconds(600);
    private String incident;

    private void flash(Status status) {
        incident = city.report(Reports.fire("r1", city.now()).setStatus(status)
                .setCasualties(Reports.tollOf(Grade.II))).getIncidentId();
    }

    private void until(Duration sinceOccurrence) {
        city.after(Duration.between(city.now(), occurred.plus(sinceOccurrence)));
    }

    private void order(String by, String role, Action action, Map<String, String> arguments) {
        city.command(by, role, action, incident, "http", arguments);
    }

    private void propose(String board) {
        order("duty-brown", "DUTY_OFFICER", Action.PUBLISH, Map.of("template", "notice", "boards", board));
    }

    /// The number of the last message that was proposed.
    private Map<String, String> last() {
        return Map.of("message", city.timeline().stream().filter(event -> event.getKind() == TimelineKind.PROPOSED)
                .toList().getLast().getDetail().get("message"));
    }

    private void approve() {
        order("leader-zhao", "APPROVER", Action.APPROVE, last());
    }

    private void reject() {
        order("leader-zhao", "APPROVER", Action.REJECT, last());
    }

    /// When it was said that this rule's time is over.
    private List<Instant> over(String rule) {
        return city.findings().stream().filter(found -> found.getRule().equals(rule))
                .filter(found -> found.getWords().get("zh").contains("已到")).map(found -> found.getAt()).toList();
    }

    private List<String> met() {
        return city.timeline().stream().filter(event -> event.getKind() == TimelineKind.MET)
                .map(event -> event.getRule() + " " + event.getAt()).toList();
    }

    @Test
    void aProposalMeetsNothing() {
        flash(Status.ACTUAL);
        propose("licang-square");
        city.after(Duration.ofDays(2));

        assertEquals(List.of(), met());
        assertEquals(List.of(occurred.plus(Duration.ofHours(5)).plusMillis(1)), over("T9-5H"));
        assertEquals(List.of(occurred.plus(DAY).plusMillis(1)), over("T9-24H"));
    }

    @Test
    void whatWasApprovedAndShownMeetsTheInformationAndNotTheConference() {
        // Given
        flash(Status.ACTUAL);
        propose("licang-square");
        until(Duration.ofHours(3));

        // When
        approve();
        Instant shown = city.now();
        city.after(Duration.ofDays(2));

        // Then
        assertEquals(List.of("T9-5H " + shown), met());
        assertEquals(List.of(), over("T9-5H"));
        assertEquals(List.of(occurred.plus(DAY).plusMillis(1)), over("T9-24H"));
    }

    @Test
    void aRejectedProposalLeavesTheDutyWithItsFirstDueTime() {
        // Given
        flash(Status.ACTUAL);
        propose("licang-square");
        until(Duration.ofHours(4));

        // When
        reject();
        propose("shibei-station");
        reject();
        city.after(Duration.ofDays(2));

        // Then: told as it would have been
        City untouched = new City();
        untouched.report(Reports.fire("r1", untouched.now()).setCasualties(Reports.tollOf(Grade.II)));
        untouched.after(Duration.ofDays(3));
        assertEquals(untouched.findings().stream().filter(found -> found.getRule().equals("T9-5H"))
                .map(found -> found.getOutcome() + " " + found.getAt()).toList(),
                city.findings().stream().filter(found -> found.getRule().equals("T9-5H"))
                        .map(found -> found.getOutcome() + " " + found.getAt()).toList());
        assertEquals(List.of(occurred.plus(Duration.ofHours(5)).plusMillis(1)), over("T9-5H"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REJECT", "RETRACT", "CLOSE"})
    void whatWasShownStaysMetWhateverComesAfter(Action after) {
        // Given
        flash(Status.ACTUAL);
        propose("licang-square");
        approve();
        Instant shown = city.now();

        // When
        propose("shibei-station");
        order("leader-zhao", "APPROVER", after, after == Action.REJECT ? last() : Map.of());
        city.after(Duration.ofDays(2));

        // Then
        assertEquals(List.of("T9-5H " + shown), met().stream().filter(rule -> rule.startsWith("T9-5H")).toList());
        assertEquals(List.of(), over("T9-5H"));
    }

    @Test
    void whatThePackShowsWithoutApprovalMeetsIt() {
        // Given: a pack that trusts the fire brigade
        PackFiles qingdao = FixedPacks.qingdao();
        city.activate(qingdao.with("boards.yaml", qingdao.files().get("boards.yaml").replace("    boards: area\n",
                "    boards: area\n    without-approval: [qingdao-fire]\n")));

        // When
        flash(Status.ACTUAL);

        // Then
        assertEquals(List.of("T9-5H " + city.now()), met());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ACTUAL   | training-hall                | 0
            ACTUAL   | training-hall, licang-square | 1
            EXERCISE | training-hall                | 1
            """)
    void aBoardThatThePublicDoesNotSeeInformsOnlyAnExercise(Status status, String boards, int met) {
        flash(status);
        propose(boards);
        approve();

        assertEquals(met, met().size());
    }

    @Test
    void aBoardOutOfContactInformsNobodyUntilItIsBack() {
        // Given
        flash(Status.ACTUAL);
        city.append(new InboxRecord("370200", null, new BoardContact("licang-square", true, city.now(), "TIMED_OUT")));
        propose("licang-square");
        approve();
        assertEquals(List.of(), met(), "approved, and nobody sees it");

        // When
        city.after(Duration.ofHours(1));
        city.append(new InboxRecord("370200", null, new BoardContact("licang-square", false, city.now(), "")));

        // Then
        assertEquals(List.of("T9-5H " + city.now()), met());
        city.after(DAY);
        assertEquals(List.of(), over("T9-5H"));
    }

    @Test
    void aBoardThatIsLostAfterwardsIsAnAlarmAndTheInformationWasGiven() {
        flash(Status.ACTUAL);
        propose("licang-square");
        approve();
        city.append(new InboxRecord("370200", null, new BoardContact("licang-square", true, city.now(), "TIMED_OUT")));
        city.after(DAY);

        assertEquals(List.of(), over("T9-5H"));
        assertTrue(city.findings().stream().anyMatch(found -> found.getOutcome() == Outcome.BOARD_DARK));
    }

    @Test
    void aPressConferenceIsMetByItsOwnActAndMeetsNothingElse() {
        // Given
        flash(Status.ACTUAL);
        until(Duration.ofHours(20));

        // When
        city.order("duty-brown", "DUTY_OFFICER", Action.PUBLISH, incident, Map.of("act", "press-conference"),
                "市政府新闻办，10:00");
        Instant held = city.now();
        city.after(Duration.ofDays(2));

        // Then
        assertEquals(List.of("T9-24H " + held), met());
        assertEquals(List.of(), over("T9-24H"));
        assertEquals(1, over("T9-5H").size(), "nobody has shown anything");
        assertTrue(city.timeline().stream().anyMatch(event -> event.getKind() == TimelineKind.NOTED
                && event.getReason().contains("新闻发布会") && event.getReason().contains("市政府新闻办")));
        assertTrue(city.notifications().stream().noneMatch(sent -> sent.getChannel() == ChannelKind.BOARD));
    }

    @Test
    void aPressConferenceHeldAfterTheCloseIsKeptToo() {
        flash(Status.ACTUAL);
        city.command("duty-brown", Action.CLOSE, incident);
        order("duty-brown", "DUTY_OFFICER", Action.PUBLISH, Map.of("act", "press-conference"));

        assertEquals(List.of("T9-24H " + city.now()), met());
        assertEquals(List.of(), city.rejected());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            act=press-conferences             | arguments.act      | must be press-conference
            act=                              | arguments.act      | must be press-conference
            act=press-conference boards=a     | arguments.boards   | does not go with act=press-conference
            """)
    void anOrderThatSaysSomethingElseIsRefusedAndSaysWhy(String arguments, String field, String detail) {
        // Given
        flash(Status.ACTUAL);
        Map<String, String> named = new java.util.HashMap<>();
        for (String argument : arguments.split(" ")) {
            named.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }

        // When
        order("duty-brown", "DUTY_OFFICER", Action.PUBLISH, named);

        // Then
        assertEquals(field, city.rejected().getFirst().getReasons().getFirst().getField());
        assertTrue(city.rejected().getFirst().getReasons().getFirst().getDetail().startsWith(detail));
        assertEquals(List.of(), met());
    }

    @Test
    void theReminderNamesTheConference() {
        flash(Status.ACTUAL);
        city.after(Duration.ofDays(2));

        assertTrue(city.findings().stream().filter(found -> found.getRule().equals("T9-24H"))
                .allMatch(found -> found.getWords().get("zh").contains("新闻发布会")
                        && found.getWords().get("en").contains("press conference")));
        assertTrue(city.findings().stream().anyMatch(found -> found.getRule().equals("T9-24H")));
    }

    @Test
    void aDraftThatNobodySignedIsNoForwarding() {
        // Given
        flash(Status.ACTUAL);

        // When
        order("duty-brown", "DUTY_OFFICER", Action.FORWARD, Map.of("draft", "true"));
        assertEquals(List.of(), met());
        order("leader-zhao", "DUTY_OFFICER", Action.FORWARD, Map.of("sign", "1"));

        // Then
        assertEquals(List.of("T3 " + city.now()), met());
    }

    @Test
    void aSignedReportThatReachesNobodyForwardsNothingUntilTheSuperiorHasIt() {
        // Given: the superior has no mailbox, and wants no SMS
        PackFiles qingdao = FixedPacks.qingdao();
        city.activate(qingdao.with("directory/officials.yaml", qingdao.files().get("directory/officials.yaml")
                .replace(", email: duty@shandong.example.org", "")));
        city.reply("stop", "province-duty", "STOP");
        flash(Status.ACTUAL);

        // When
        order("duty-brown", "DUTY_OFFICER", Action.FORWARD, Map.of("draft", "true"));
        order("leader-zhao", "DUTY_OFFICER", Action.FORWARD, Map.of("sign", "1"));
        assertEquals(List.of(), city.notifications().stream().map(Notification::getRecipient)
                .filter("province-duty"::equals).toList());
        assertEquals(List.of(), met());
        order("duty-brown", "DUTY_OFFICER", Action.FORWARD, Map.of("received", "1", "by", "省值班室"));

        // Then
        assertEquals(List.of("T3 " + city.now()), met());
    }
}
