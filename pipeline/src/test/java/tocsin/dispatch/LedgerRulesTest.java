package tocsin.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tocsin.desk.FixedPacks;
import tocsin.dispatch.email.SmtpChannel;
import tocsin.dispatch.email.SmtpSettings;
import tocsin.dispatch.outbox.OutboxChannel;
import tocsin.v1.ChannelKind;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.Grade;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Status;
import tocsin.v1.Urgency;

/// The legal steps of a notification: one effect, whatever happens in between.
class LedgerRulesTest {
    private static final Instant NOW = Notifications.DECIDED;
    private final FixedPacks packs = new FixedPacks();

    private static LedgerEntry accepted(Notification notification) {
        return LedgerRules.accepted(notification, Urgency.URGENT, NOW);
    }

    private static Transition claimed(Notification notification) {
        return LedgerRules.claim(accepted(notification), "smtp", NOW);
    }

    private static Channel live() {
        return new SmtpChannel(new SmtpSettings("127.0.0.1", 1, SmtpSettings.Security.NONE, null, null,
                "duty@qingdao.example.org", 1, Duration.ofSeconds(1)), new AnswerLink(null, new byte[]{1}));
    }

    private LaneStep decide(Notification notification, Channel channel, Instant now) {
        return LaneStep.decide(accepted(notification), notification, Optional.of(channel), packs.activeDirectory(),
                now);
    }

    @Test
    void whatWasHandedOverIsFinishedAndKnownAgain() {
        // Given
        Notification notification = Notifications.mail("n1").build();
        Ledger ledger = new Ledger(Urgency.URGENT);
        ledger.accept(notification, NOW);

        // When
        Transition done = LedgerRules.after(claimed(notification).entry(), new Attempt.HandedOver("p-1"), "smtp",
                Optional.empty(), NOW);
        ledger.put(done.entry());

        // Then
        assertTrue(ledger.accept(notification, NOW).isEmpty(), "the same id is never taken twice");
        assertEquals("p-1", done.delivery().getProviderId());
        assertEquals(DeliveryReason.ACCEPTED_BY_PROVIDER, done.delivery().getReason());
        assertTrue(done.outcome().isEmpty(), "the desk need not hear of what went well");
    }

    @Test
    void aClaimWhoseCallerDiedIsLookedIntoWhenItsCallMustHaveEnded() {
        // Given
        LedgerEntry claim = claimed(Notifications.mail("n1").build()).entry();

        // When
        Transition doubt = LedgerRules.orphaned(claim, Duration.ofSeconds(10), NOW.plusSeconds(1));

        // Then
        assertEquals(DeliveryState.IN_DOUBT, doubt.delivery().getState());
        assertEquals(NOW.plusSeconds(20), doubt.entry().getNextAttemptAt());
        assertEquals(DeliveryReason.CRASHED_DURING_CALL, doubt.delivery().getReason());
    }

    @ParameterizedTest
    @CsvSource({"I,RETRY,SENT_AGAIN_IN_DOUBT", "II,RETRY,SENT_AGAIN_IN_DOUBT", ",RETRY,SENT_AGAIN_IN_DOUBT",
            "III,FAILED,NOT_SENT_AGAIN_IN_DOUBT", "IV,FAILED,NOT_SENT_AGAIN_IN_DOUBT"})
    void whatCannotBeReconciledIsSentAgainOnlyIfSilenceIsWorse(Grade grade, DeliveryState state,
            DeliveryReason reason) {
        // Given
        LedgerEntry claim = claimed(Notifications.mail("n1").setGrade(grade).build()).entry();

        // When
        Transition after = LedgerRules.reconciled(claim, new Reconciliation.CannotTell(), "smtp", Optional.empty(),
                NOW);

        // Then
        assertEquals(state, after.delivery().getState());
        assertEquals(reason, after.delivery().getReason());
        assertEquals(state == DeliveryState.FAILED, after.outcome().isPresent(),
                "the desk hears of what will never arrive");
    }

    /// A doubt that its provider's answers leave open is looked into again: for a minute, and three times after a crash.
    @ParameterizedTest
    @CsvSource({"I,2,59999,IN_DOUBT,PROVIDER_ERROR", "I,2,60000,RETRY,SENT_AGAIN_IN_DOUBT",
            "I,1,60000,IN_DOUBT,PROVIDER_ERROR", "I,0,999999,IN_DOUBT,PROVIDER_ERROR",
            "I,9,59999,IN_DOUBT,PROVIDER_ERROR", "II,2,60000,RETRY,SENT_AGAIN_IN_DOUBT",
            ",2,60000,RETRY,SENT_AGAIN_IN_DOUBT", "III,2,59999,IN_DOUBT,PROVIDER_ERROR",
            "III,1,60000,IN_DOUBT,PROVIDER_ERROR", "III,2,60000,FAILED,NOT_SENT_AGAIN_IN_DOUBT",
            "IV,2,60000,FAILED,NOT_SENT_AGAIN_IN_DOUBT"})
    void anAnswerThatLeavesADoubtOpenIsAskedForAgainWithinABound(Grade grade, int openAnswers, long milliseconds,
            DeliveryState state, DeliveryReason reason) {
        // Given
        LedgerEntry doubt = LedgerEntry.newBuilder(doubted(Notifications.mail("n1").setGrade(grade).build()))
                .setOpenAnswers(openAnswers).build();
        Instant now = NOW.plusMillis(milliseconds);

        // When
        Transition after = LedgerRules.reconciled(doubt, new Reconciliation.NotKnown("a page failed"), "sms",
                Optional.empty(), now);

        // Then
        assertEquals(state, after.delivery().getState());
        assertEquals(reason, after.delivery().getReason());
        assertEquals(state == DeliveryState.FAILED, after.outcome().isPresent());
        if (state == DeliveryState.IN_DOUBT) {
            assertEquals(now.plusSeconds(6), after.entry().getNextAttemptAt());
            assertEquals(doubt.getAt(), after.entry().getAt(), "the doubt grows no younger");
        }
    }

    @Test
    void aNewAttemptHasADoubtOfItsOwn() {
        LedgerEntry open = LedgerRules.reconciled(doubted(Notifications.mail("n1").build()),
                new Reconciliation.NotKnown("a page failed"), "sms", Optional.empty(), NOW).entry();
        assertEquals(1, open.getOpenAnswers());
        assertEquals(0, LedgerRules.claim(open, "sms", NOW).entry().getOpenAnswers());
        assertEquals(1, LedgerRules.reconciled(open, new Reconciliation.NotNow(), "sms", Optional.empty(), NOW).entry()
                .getOpenAnswers(), "nobody answered");
    }

    @Test
    void whatStaysOpenIsSentThreeTimesAtMost() {
        // Given
        LedgerEntry entry = accepted(Notifications.mail("n1").setGrade(Grade.I).build());
        Instant now = NOW;
        int sent = 0;

        // When
        while (!LedgerRules.isFinished(entry)) {
            if (entry.getState() != DeliveryState.IN_DOUBT) {
                sent++;
                entry = LedgerRules.after(LedgerRules.claim(entry, "sms", now).entry(),
                        new Attempt.InDoubt(DeliveryReason.TIMED_OUT, "cut"), "sms", Optional.empty(), now).entry();
            }
            now = entry.getNextAttemptAt();
            entry = LedgerRules.reconciled(entry, new Reconciliation.NotKnown("bound"), "sms", Optional.empty(), now)
                    .entry();
        }

        // Then
        assertEquals(LedgerRules.MOST_COPIES, sent);
        assertTrue(Duration.between(NOW, now).compareTo(Duration.ofMinutes(4)) < 0, now::toString);
    }

    @Test
    void aReceiptProvesThatAMessageInDoubtWasTaken() {
        // Given
        EarlyReceipts early = new EarlyReceipts();
        LedgerEntry doubt = doubted(Notifications.mail("n1").build());
        LedgerEntry second = LedgerEntry.newBuilder(doubt).setProviderId("SM1").build();
        assertEquals(Optional.empty(), early.proof(doubt));

        // When
        early.keep(Receipts.of("n1", "sms", "SM1", new Fate.Arrived(false), NOW).orElseThrow());

        // Then
        assertEquals(Optional.of("SM1"), early.proof(doubt));
        assertEquals(Optional.empty(), early.proof(second), "that is the copy before");
    }

    private static LedgerEntry doubted(Notification notification) {
        return LedgerRules.after(claimed(notification).entry(),
                new Attempt.InDoubt(DeliveryReason.TIMED_OUT, "cut"), "sms", Optional.empty(), NOW).entry();
    }

    @Test
    void aProviderThatKnowsItMakesItHandedOverWithoutASecondCall() {
        LedgerEntry claim = claimed(Notifications.mail("n1").setGrade(Grade.IV).build()).entry();
        assertEquals(DeliveryState.HANDED_OVER,
                LedgerRules.reconciled(claim, new Reconciliation.Found("p"), "sms", Optional.empty(), NOW).delivery()
                        .getState());
        assertEquals(DeliveryState.RETRY,
                LedgerRules.reconciled(claim, new Reconciliation.NotFound(), "sms", Optional.empty(), NOW).delivery()
                        .getState());
    }

    @Test
    void retriesComeLaterEachTimeAndEnd() {
        // Given
        LedgerEntry entry = accepted(Notifications.mail("n1").build());
        Attempt busy = new Attempt.Retry(DeliveryReason.CONTENT_REFUSED, "busy", Optional.empty());
        Duration before = Duration.ZERO;
        Instant now = NOW;

        // When
        for (int attempt = 1; attempt < LedgerRules.MOST_ATTEMPTS; attempt++) {
            Transition after = LedgerRules.after(LedgerRules.claim(entry, "smtp", now).entry(), busy, "smtp",
                    Optional.empty(), now);
            Duration wait = Duration.between(now, after.entry().getNextAttemptAt());
            assertTrue(wait.compareTo(before) >= 0 && wait.compareTo(Duration.ofSeconds(133)) < 0, wait::toString);
            before = wait;
            entry = after.entry();
            now = entry.getNextAttemptAt();
        }
        Transition last = LedgerRules.after(LedgerRules.claim(entry, "smtp", now).entry(), busy, "smtp",
                Optional.empty(), now);

        // Then
        assertEquals(DeliveryReason.TOO_MANY_ATTEMPTS, last.delivery().getReason());
        assertTrue(last.outcome().isPresent());
    }

    @Test
    void aProvidersOwnWishToWaitIsFollowed() {
        Attempt asked = new Attempt.Retry(DeliveryReason.THROTTLED, "busy", Optional.of(Duration.ofSeconds(77)));
        assertEquals(NOW.plusSeconds(77),
                LedgerRules
                        .after(claimed(Notifications.mail("n1").build()).entry(), asked, "sms", Optional.empty(), NOW)
                        .entry()
                        .getNextAttemptAt());
    }

    @Test
    void whatIsPastItsExpiryIsNeverSent() {
        Notification notification = Notifications.mail("n1").build();
        LaneStep.End end = assertInstanceOf(LaneStep.End.class,
                decide(notification, live(), notification.getExpiresAt()));
        assertEquals(DeliveryState.EXPIRED, end.transition().delivery().getState());
        assertInstanceOf(LaneStep.Send.class, decide(notification, live(), notification.getExpiresAt().minusMillis(1)));
    }

    @ParameterizedTest
    @CsvSource({"EXERCISE,duty-wang,true", "EXERCISE,duty-brown,false", "TEST,duty-wang,false",
            "SYSTEM,duty-wang,false",
            "UNKNOWN,duty-wang,false", "ACTUAL,duty-brown,true"})
    void onlyWhatIsRealOrEnrolledLeavesThroughLiveCredentials(Status status, String recipient, boolean leaves,
            @TempDir Path folder) {
        // Given
        Notification notification = Notifications.mail("n1").setStatus(status).setRecipient(recipient).build();

        // Then
        LaneStep step = decide(notification, live(), NOW);
        assertEquals(leaves, step instanceof LaneStep.Send);
        if (step instanceof LaneStep.End end) {
            assertEquals(DeliveryState.HELD, end.transition().delivery().getState());
        }
        try (Channel outbox = new OutboxChannel(ChannelKind.EMAIL, folder, Clock.systemUTC())) {
            assertInstanceOf(LaneStep.Send.class, decide(notification, outbox, NOW), "the outbox reaches nobody");
        }
    }

    @Test
    void oneRecipientHearsInOrderAndWaitsForNobodyElse() {
        // Given
        Ledger ledger = new Ledger(Urgency.URGENT);
        Notification first = Notifications.mail("n1").build();
        Notification second = Notifications.mail("n2").build();
        Notification other = Notifications.mail("n3").setRecipient("duty-li").build();
        List.of(first, second, other).forEach(notification -> ledger.accept(notification, NOW));

        // When
        List<String> ready = ledger.ready(NOW.plusSeconds(2), 10, any -> true).stream()
                .map(LedgerEntry::getNotificationId).toList();
        ledger.begin(first);
        List<String> whileFirstIsUnderWay = ledger.ready(NOW.plusSeconds(2), 10, any -> true).stream()
                .map(LedgerEntry::getNotificationId).toList();
        ledger.end(first);
        ledger.put(LedgerRules.after(claimed(first).entry(), new Attempt.HandedOver("p"), "smtp", Optional.empty(), NOW)
                .entry());

        // Then
        assertEquals(List.of("n1", "n3"), ready);
        assertEquals(List.of("n3"), whileFirstIsUnderWay);
        assertEquals(List.of("n2", "n3"),
                ledger.ready(NOW.plusSeconds(2), 10, any -> true).stream().map(LedgerEntry::getNotificationId)
                        .toList());
    }

    @Test
    void aDoubtThatWasLookedIntoIsNotLookedIntoAgainBeforeItsEndIsCommitted() {
        // Given
        Ledger ledger = new Ledger(Urgency.URGENT);
        Notification notification = Notifications.mail("n1").build();
        LedgerEntry doubt = LedgerRules.orphaned(claimed(notification).entry(), Duration.ZERO, NOW).entry();
        ledger.restore(doubt);
        ledger.begin(notification);

        // When
        ledger.end(notification);
        List<LedgerEntry> beforeTheCommit = ledger.ready(NOW.plusSeconds(2), 10, any -> true);
        ledger.put(LedgerRules.reconciled(doubt, new Reconciliation.NotFound(), "sms", Optional.empty(), NOW).entry());

        // Then
        assertEquals(List.of(), beforeTheCommit);
        assertEquals(1, ledger.ready(NOW.plusSeconds(2), 10, any -> true).size());
    }

    @Test
    void aRestoredLedgerKnowsItsClaimsAndForgetsWhatIsOld() {
        // Given
        Ledger ledger = new Ledger(Urgency.URGENT);
        ledger.restore(claimed(Notifications.mail("n1").build()).entry());
        ledger.restore(LedgerRules.after(claimed(Notifications.mail("n2").build()).entry(), new Attempt.HandedOver("p"),
                "smtp", Optional.empty(), NOW).entry());
        ledger.restore(LedgerRules.accepted(Notifications.mail("n3").build(), Urgency.ROUTINE, NOW));

        // Then
        assertEquals(List.of("n1"), ledger.orphans().stream().map(LedgerEntry::getNotificationId).toList());
        assertEquals(1, ledger.unsentCount(), "another lane's entry is none of ours");
        assertTrue(ledger.forget(NOW.plus(Duration.ofDays(371))).isEmpty());
        assertEquals(List.of("n2"), List.copyOf(ledger.forget(NOW.plus(Duration.ofDays(373)))));
        assertFalse(ledger.accept(Notifications.mail("n2").build(), NOW).isEmpty());
    }

    private static final Optional<ReceiptTerms> RECEIPTS = Optional
            .of(new ReceiptTerms(Duration.ofSeconds(5), Duration.ofMinutes(1)));

    private static LedgerEntry awaiting() {
        return LedgerRules.after(claimed(Notifications.mail("n1").build()).entry(), new Attempt.HandedOver("SM1"),
                "twilio", RECEIPTS, NOW).entry();
    }

    @ParameterizedTest
    @CsvSource({"true,READ", "false,DELIVERED"})
    void aReceiptEndsIt(boolean read, DeliveryState state) {
        Transition end = LedgerRules.heard(awaiting(), new Fate.Arrived(read), "twilio", NOW).orElseThrow();
        assertEquals(state, end.delivery().getState());
        assertTrue(LedgerRules.isFinished(end.entry()) && end.outcome().isEmpty());
    }

    @Test
    void aHandsetThatIsOffIsTriedTwiceMoreAndTheDeskHearsEachTime() {
        // Given
        LedgerEntry entry = awaiting();
        Fate off = new Fate.Missed(DeliveryReason.HANDSET_UNREACHABLE, "off");
        List<DeliveryState> states = new java.util.ArrayList<>();

        // When
        while (!LedgerRules.isFinished(entry)) {
            Transition missed = LedgerRules.heard(entry, off, "twilio", NOW).orElseThrow();
            assertTrue(missed.outcome().isPresent());
            states.add(missed.delivery().getState());
            entry = LedgerRules.isFinished(missed.entry())
                    ? missed.entry()
                    : LedgerRules.after(LedgerRules.claim(missed.entry(), "twilio", NOW).entry(),
                            new Attempt.HandedOver("SM2"), "twilio", RECEIPTS, NOW).entry();
        }

        // Then
        assertEquals(List.of(DeliveryState.RETRY, DeliveryState.RETRY, DeliveryState.FAILED), states);
    }

    @Test
    void silenceIsToldOnceAndAtLastEndsIt() {
        // Given
        LedgerEntry entry = awaiting();
        Fate silent = new Fate.OnItsWay();

        // Then
        assertTrue(LedgerRules.heard(entry, silent, "twilio", NOW.plusSeconds(59)).isEmpty());
        Transition told = LedgerRules.heard(entry, silent, "twilio", NOW.plusSeconds(60)).orElseThrow();
        assertEquals(DeliveryReason.NO_RECEIPT, told.delivery().getReason());
        assertTrue(told.outcome().isPresent() && !LedgerRules.isFinished(told.entry()));
        assertTrue(LedgerRules.heard(told.entry(), silent, "twilio", NOW.plusSeconds(120)).isEmpty());
        Transition end = LedgerRules.heard(told.entry(), silent, "twilio", NOW.plus(Duration.ofMinutes(66)))
                .orElseThrow();
        assertEquals(DeliveryState.FAILED, end.delivery().getState());
    }

    @Test
    void whatWaitsBehindSomethingGraverEndsWithItsTime() {
        assertTrue(
                LedgerRules.heard(awaiting(), new Fate.Waits(), "board", NOW.plus(Duration.ofMinutes(59))).isEmpty());
        assertEquals(DeliveryState.EXPIRED, LedgerRules
                .heard(awaiting(), new Fate.Waits(), "board", NOW.plus(Duration.ofMinutes(66))).orElseThrow().delivery()
                .getState());
        assertEquals(DeliveryState.WITHDRAWN,
                LedgerRules.heard(awaiting(), new Fate.Superseded(), "board", NOW).orElseThrow().delivery().getState());
    }

    @Test
    void aProviderThatTakesItAndNeverSaysSoGetsItThreeTimesAtMost() {
        // Given
        LedgerEntry entry = accepted(Notifications.mail("n1").setGrade(Grade.I).build());
        int sent = 0;

        // When
        while (!LedgerRules.isFinished(entry)) {
            LedgerEntry claim = LedgerRules.claim(entry, "http", NOW).entry();
            sent++;
            LedgerEntry doubt = LedgerRules.after(claim, new Attempt.InDoubt(DeliveryReason.PROVIDER_ERROR, "500"),
                    "http", Optional.empty(), NOW).entry();
            entry = LedgerRules.reconciled(doubt, new Reconciliation.CannotTell(), "http", Optional.empty(), NOW)
                    .entry();
        }

        // Then
        assertEquals(LedgerRules.MOST_COPIES, sent);
    }

    @Test
    void whatIsWithdrawnInARoundIsNotSentInTheSameRound() {
        // Given
        Ledger ledger = new Ledger(Urgency.URGENT);
        ledger.accept(Notifications.mail("n1").build(), NOW);
        Notification correction = Notifications.mail("n2").build();
        ledger.accept(correction, NOW);

        // When
        List<LedgerEntry> before = ledger.unsentBefore(correction);
        before.forEach(entry -> ledger.change(entry.getNotificationId()));

        // Then
        assertEquals(List.of("n1"), before.stream().map(LedgerEntry::getNotificationId).toList());
        assertEquals(List.of("n2"), ledger.ready(NOW, 10, any -> true).stream().map(LedgerEntry::getNotificationId)
                .toList());
    }

    @Test
    void whileAProviderIsAwayOneMessageAtATimeTriesItAndTheOthersKeepTheirOrder() {
        // Given
        Outage outage = new Outage();
        Attempt away = new Attempt.Retry(DeliveryReason.CONNECTION_FAILED, "away", Optional.empty());

        // When: many under way together fail
        outage.ended(away, NOW, NOW);
        outage.ended(away, NOW, NOW);

        // Then: one trial after the first wait, and no second beside it
        assertFalse(outage.admits(NOW.plusMillis(99)));
        assertTrue(outage.admits(NOW.plusMillis(100)));
        outage.began();
        assertFalse(outage.admits(NOW.plusMillis(100)));

        // And when the trial succeeds, everything flows
        outage.ended(new Attempt.HandedOver("p"), NOW.plusMillis(100), NOW.plusMillis(110));
        assertTrue(outage.admits(NOW.plusMillis(110)));
    }

    @Test
    void anUrgentMessageThatHasNotLeftInAMinuteIsToldAndStillTried() {
        // Given
        LedgerEntry entry = accepted(Notifications.mail("n1").build());

        // Then
        assertFalse(LedgerRules.isOverdue(entry, NOW.plusSeconds(59)));
        assertTrue(LedgerRules.isOverdue(entry, NOW.plusSeconds(60)));
        Transition told = LedgerRules.overdue(entry, "", NOW.plusSeconds(60));
        assertTrue(told.outcome().isPresent() && !LedgerRules.isFinished(told.entry()));
        assertFalse(LedgerRules.isOverdue(told.entry(), NOW.plusSeconds(600)));
    }

    @ParameterizedTest
    @CsvSource({"AUTHENTICATION_FAILED,true", "SENDER_UNUSABLE,true", "CONFIGURATION,true", "THROTTLED,false",
            "CONNECTION_FAILED,false", "PROVIDER_ERROR,false"})
    void whatOnlyAnOperatorMendsIsTriedAgainAndToldAtOnce(DeliveryReason reason, boolean atOnce) {
        // When
        LedgerEntry after = LedgerRules.after(claimed(Notifications.mail("n1").build()).entry(),
                new Attempt.Retry(reason, "no", Optional.empty()), "smtp", Optional.empty(), NOW.plusSeconds(1))
                .entry();

        // Then
        assertEquals(DeliveryState.RETRY, after.getState());
        assertEquals(atOnce, LedgerRules.isOverdue(after, NOW.plusSeconds(1)));
        assertTrue(LedgerRules.isOverdue(after, NOW.plusSeconds(60)));
    }

    @Test
    void whatWasWrittenByAClockThatWasAheadWaitsNoLongerThanItWouldHave() {
        // Given
        LedgerEntry entry = LedgerEntry.newBuilder(LedgerRules.accepted(Notifications.mail("n4").build(),
                Urgency.URGENT, NOW)).setNextAttemptAt(NOW.plusSeconds(20)).setOverdueAt(NOW.plusSeconds(60)).build();

        // When
        LedgerEntry taken = LedgerRules.byClock(entry, NOW.minusSeconds(3_600));

        // Then
        assertEquals(NOW.minusSeconds(3_580), taken.getNextAttemptAt());
        assertEquals(NOW.minusSeconds(3_540), taken.getOverdueAt());
        assertEquals(entry, LedgerRules.byClock(entry, NOW.minusSeconds(10)), "clocks differ by a little");
    }
}
