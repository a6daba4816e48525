package tocsin.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tocsin.v1.DeliveryReason;
import tocsin.v1.DeliveryState;
import tocsin.v1.LedgerEntry;
import tocsin.v1.Notification;
import tocsin.v1.Urgency;

/// A forged row takes no lane down and sends no message twice.
class LaneRecordValidatorTest {
    private static final Instant NOW = Instant.parse("2026-01-10T18:00:00Z");

    private static Notification message() {
        return Notifications.sms("n1", "+8653200000101", NOW).build();
    }

    private static LedgerEntry.Builder row() {
        return LedgerEntry.newBuilder(LedgerRules.accepted(message(), Urgency.URGENT, NOW));
    }

    @Test
    void whatTocsinWroteIsSoundHoweverFarItHasCome() {
        LedgerEntry accepted = row().build();
        LedgerEntry claimed = LedgerRules.claim(accepted, "twilio", NOW).entry();
        LedgerEntry ended = LedgerRules
                .end(claimed, DeliveryState.FAILED, DeliveryReason.CONFIGURATION, "twilio", "no", NOW).entry();

        // Then
        for (LedgerEntry entry : new LedgerEntry[]{accepted, claimed, ended}) {
            assertEquals("", LaneRecordValidator.problem(entry, NOW.plus(Duration.ofDays(371))).orElse(""));
        }
    }

    @Test
    void aRowWithAnothersMessageIsNot() {
        assertTrue(LaneRecordValidator.problem(row().setNotificationId("n2").build(), NOW).isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void noMessageIsTriedSoOften(int attempts) {
        assertTrue(LaneRecordValidator.problem(row().setAttempt(attempts).build(), NOW).isPresent());
    }

    @ParameterizedTest
    @CsvSource({"-401, true", "-399, false", "399, false", "401, true", "3650000, true"})
    void aTimeFarFromNowIsNobodys(int days, boolean flawed) {
        Instant time = NOW.plus(Duration.ofDays(days));

        // Then
        assertEquals(flawed, LaneRecordValidator.problem(row().setNextAttemptAt(time).build(), NOW).isPresent());
        assertEquals(flawed, LaneRecordValidator.problem(row().setAt(time).build(), NOW).isPresent());
        assertEquals(flawed, LaneRecordValidator.problem(message().getRecipient(),
                Notification.newBuilder(message()).setExpiresAt(time).build(), NOW).isPresent());
    }

    @Test
    void aCopyUnderAnothersKeyIsNotSentAgain() {
        assertTrue(LaneRecordValidator.problem(message().getRecipient(), message(), NOW).isEmpty());
        assertTrue(LaneRecordValidator.problem("somebody else", message(), NOW).isPresent());
        assertTrue(LaneRecordValidator.problem(null, message(), NOW).isPresent());
    }
}
