package tocsin.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.MediaBurst;
import tocsin.internal.v1.SenderProof;
import tocsin.model.Sha256;
import tocsin.rules.PackFiles;
import tocsin.rules.SmsParts;
import tocsin.v1.Action;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Outcome;
import tocsin.v1.Status;

/// What only public posts say: told as a rumour, to the next as well, and not a thousand times.
class RumourTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final List<String> QUOTES = List.of("李沧某仓库起火了，浓烟滚滚", "好多消防车，李沧这边着火了");

    private final City city = new City();

    /// So many posts about a fire in Licang, the first published so long ago.
    private void posts(int posts, Duration ago, List<String> quotes) {
        city.append(new InboxRecord("370200", null,
                new MediaBurst(Sha256.of(posts + " " + city.now()).substring(0, 16), "M-FIRE", "370213", "fire", posts,
                        city.now().minus(ago), 0, quotes, city.now(), Status.ACTUAL)));
    }

    private List<Notification> sms() {
        return city.notifications().stream().filter(told -> told.getChannel() == ChannelKind.SMS).toList();
    }

    private String smsOf(String recipient) {
        return sms().stream().filter(told -> told.getRecipient().equals(recipient)).toList().getLast().getBody();
    }

    /// A day on, the officer on duty and the leader read Chinese.
    private void nextNight() {
        city.after(Duration.ofHours(24));
    }

    private String incident() {
        return city.incidents().keySet().iterator().next();
    }

    @Test
    void thePageSaysHowManySinceWhenWhereAndThatNobodyHasReported() {
        // Given
        nextNight();

        // When
        posts(43, LIMIT, QUOTES);

        // Then
        Notification page = sms().getFirst();
        String reference = " #" + page.getReference();
        assertEquals("【青岛市应急值班室】舆情提示（未经核实）：15分钟内43条网帖称李沧区火灾“李沧某仓库起火了，浓烟滚滚”“好多消防车，李沧这边着火了”，"
                + "尚无单位报告。请核实，编号" + incident() + "，回1受理，电话+8653200000100。" + reference, page.getBody());
        assertEquals(2, SmsParts.of(page.getBody()).parts());
        assertEquals(NotifyReason.VERIFY, page.getReason());
        assertEquals("RUMOUR.zh", page.getTemplate());
        String mail = city.notifications().stream().filter(told -> told.getChannel() == ChannelKind.EMAIL).toList()
                .getFirst().getBody();
        for (String words : List.of("只来自网帖，未经核实", "15分钟内43条，称李沧区火灾", "“李沧某仓库起火了，浓烟滚滚”“好多消防车，李沧这边着火了”",
                "尚无单位报告")) {
            assertTrue(mail.contains(words), mail);
        }
    }

    @Test
    void theSameInEnglishStaysInPlainLetters() {
        // When
        posts(43, LIMIT, QUOTES);

        // Then
        String page = sms().getFirst().getBody();
        assertTrue(page.startsWith("Qingdao Duty Desk: UNVERIFIED: 43 posts in 15 min speak of fire in Licang;"
                + " no agency has reported. Please verify. Ref "), page);
        assertEquals(SmsParts.Encoding.GSM_7, SmsParts.of(page).encoding());
        assertTrue(SmsParts.of(page).parts() <= 2, page);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0S    | 1分钟内
            PT1M1S  | 2分钟内
            PT90M   | 90分钟内
            PT91M   | 自01:29起
            PT5H    | 自3月2日22:00起
            """)
    void theSpanIsToldInMinutesOrByItsBeginning(Duration ago, String words) {
        // Given: three in the morning of 3 March
        nextNight();

        // When
        posts(43, ago, QUOTES);

        // Then
        assertTrue(smsOf(sms().getFirst().getRecipient()).contains("：" + words + "43条网帖"), () -> sms().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"【青岛市应急值班室】请回1确认 https://a.example/x", "起火了\n快跑\t啊", "“起火了”她说"})
    void aQuoteCannotPassForTheMessage(String text) {
        // Given
        nextNight();

        // When
        posts(5, LIMIT, List.of(text));

        // Then
        String page = sms().getFirst().getBody();
        assertEquals(1, page.chars().filter(c -> c == '【').count(), page);
        assertEquals(1, page.chars().filter(c -> c == '“').count(), page);
        assertFalse(page.contains("http") || page.contains("\n"), page);
    }

    @Test
    void longQuotesGiveWayBeforeAnythingElse() {
        // Given
        nextNight();

        // When
        posts(1000, LIMIT, List.of("火".repeat(280), "😱".repeat(140), "烟".repeat(280)));

        // Then
        String page = sms().getFirst().getBody();
        assertEquals(2, SmsParts.of(page).parts());
        assertTrue(page.contains("尚无单位报告。请核实，编号" + incident() + "，回1受理，电话+8653200000100"), page);
        String mail = city.notifications().stream().filter(told -> told.getChannel() == ChannelKind.EMAIL).toList()
                .getFirst().getBody();
        assertTrue(mail.contains("烟".repeat(59) + "…”"), mail);
        assertFalse(mail.contains("烟".repeat(60)), "bounded");
    }

    @Test
    void whenNobodyLooksTheNextIsToldAndToldThatItIsARumour() {
        // Given
        nextNight();
        posts(43, LIMIT, QUOTES);
        String officer = sms().getFirst().getRecipient();
        assertEquals(List.of(officer), city.toldBySms(0));

        // When
        city.after(LIMIT.minusMillis(1));
        assertEquals(1, sms().size(), "not before the limit");
        city.after(Duration.ofMillis(1));

        // Then
        assertEquals(List.of(officer, "leader-zhao"), city.toldBySms(0));
        assertTrue(smsOf("leader-zhao").contains("舆情提示（未经核实）：15分钟内43条网帖称李沧区火灾"), smsOf("leader-zhao"));
        assertTrue(city.findings().stream().anyMatch(found -> found.getOutcome() == Outcome.UNANSWERED));

        // And when still nobody does: both again, twice, and then the desk is said not to answer
        city.after(Duration.ofHours(2));
        assertEquals(6, sms().size());
        assertTrue(sms().stream().allMatch(told -> told.getBody().contains("舆情提示（未经核实）")));
    }

    @Test
    void whoLooksEndsIt() {
        // Given
        posts(43, LIMIT, QUOTES);

        // When
        city.command("duty-brown", Action.ACKNOWLEDGE, incident());
        city.after(Duration.ofHours(3));

        // Then
        assertEquals(1, sms().size());
        assertEquals(IncidentState.ACKNOWLEDGED, city.incidents().get(incident()).getState());
    }

    @Test
    void theAgencyIsAwaited() {
        posts(43, LIMIT, QUOTES);
        city.after(Duration.ofHours(1));

        assertTrue(city.findings().stream().anyMatch(found -> found.getOutcome() == Outcome.POSSIBLY_MISSED
                && "licang-fire".equals(found.getAgencyId())), () -> city.findings().toString());
    }

    @Test
    void aRumourThatDoublesIsToldAgainAndOneThatGrowsSlowlyIsNot() {
        // Given
        posts(5, LIMIT, QUOTES);
        int first = sms().size();

        // When
        for (int posts : List.of(6, 7, 8, 9)) {
            posts(posts, LIMIT, QUOTES);
        }
        assertEquals(first, sms().size(), "not twice as many");
        posts(10, LIMIT, QUOTES);

        // Then
        assertEquals(first + 1, sms().size());
        assertTrue(sms().getLast().getBody().contains("10 posts"), sms().getLast().getBody());
    }

    @Test
    void aThousandPostsAreToldEightTimesAtMost() {
        for (int posts = 5; posts <= 1_000; posts++) {
            posts(posts, LIMIT, QUOTES);
        }

        assertEquals(8, sms().size());
        assertEquals(1, city.incidents().size());
    }

    @Test
    void theNextLevelHearsOfTheMostPosts() {
        // Given
        nextNight();
        posts(5, LIMIT, QUOTES);

        // When
        posts(9, LIMIT, QUOTES);
        posts(6, LIMIT, QUOTES);
        city.after(LIMIT);

        // Then
        assertTrue(smsOf("leader-zhao").contains("15分钟内9条网帖"), smsOf("leader-zhao"));
    }

    @Test
    void anAgencyThatHasReportedIsNotDenied() {
        // Given: a report too old to page anybody
        nextNight();
        city.report(Reports.fire("r1", city.now()).setOccurredAt(city.now().minus(Duration.ofHours(25)))
                .setLocation(new tocsin.v1.Location("370213", "李沧区", null, null, null)).build(), SenderProof.API_KEY);
        assertEquals(List.of(), sms());
        String incident = incident();

        // When
        city.append(new InboxRecord("370200", null, new MediaBurst("b1", "M-FIRE", "370213", "fire", 43,
                city.now().minus(Duration.ofHours(23)), 0, QUOTES, city.now(), Status.ACTUAL)));

        // Then
        String page = sms().getFirst().getBody();
        assertEquals(page.contains(incident), page.contains("已有单位报告"), page);
        assertEquals(!page.contains(incident), page.contains("尚无单位报告"), page);
    }

    @Test
    void aReportThatIsBelievedEndsTheRumour() {
        // Given
        posts(43, LIMIT, QUOTES);

        // When
        city.report(Reports.fire("r1", city.now()).setCasualties(Reports.tollOf(Grade.III)));

        // Then
        Notification page = city.notifications().stream().filter(told -> told.getReason() == NotifyReason.OPENED)
                .min(Comparator.comparing(Notification::getDecidedAt)).orElseThrow();
        assertEquals("OPENED.en", page.getTemplate());
        int told = sms().size();
        posts(200, LIMIT, QUOTES);
        assertEquals(told, sms().size(), "what is known is no rumour any more");
    }

    @Test
    void anotherMeansSaysThatItIsARumourToo() {
        // Given: a pack that tells of posts by SMS alone
        PackFiles qingdao = FixedPacks.qingdao();
        city.activate(qingdao.with("escalation.yaml", qingdao.files().get("escalation.yaml").replace(
                "channels: [SMS, EMAIL]\n    acknowledge-within: PT15M",
                "channels: [SMS]\n    acknowledge-within: PT15M")));
        posts(43, LIMIT, QUOTES);

        // When
        city.outcome(sms().getFirst(), DeliveryState.FAILED, DeliveryReason.TIMED_OUT);

        // Then
        Notification other = city.notifications().getLast();
        assertEquals(NotifyReason.FAILED_OVER, other.getReason());
        assertEquals(ChannelKind.EMAIL, other.getChannel());
        assertTrue(other.getBody().contains("NOT VERIFIED"), other.getBody());
    }

    @Test
    void aPackWithoutTheWordsAsksToVerifyAsBefore() {
        // Given
        PackFiles qingdao = FixedPacks.qingdao();
        SortedMap<String, String> files = new TreeMap<>(qingdao.files());
        files.compute("templates/en.yaml", (name, text) -> text.replace("RUMOUR:", "OLD:"));
        city.activate(new PackFiles(files));

        // When
        posts(43, LIMIT, QUOTES);

        // Then
        assertEquals("VERIFY.en", sms().getFirst().getTemplate());
        assertTrue(sms().getFirst().getBody().contains("unverified; please verify first"));
    }

    @Test
    void postsThatComeTooLatePageNobodyAndTheNextOnesDo() {
        // When
        Instant old = city.now().minus(Duration.ofHours(25));
        city.append(Signals.posts("old", old, city.now()));
        assertEquals(List.of(), sms());
        posts(43, LIMIT, QUOTES);

        // Then
        assertEquals(1, sms().size());
    }
}
