package tocsin.dispatch.sms.twilio;

import java.util.Map;
import java.util.Optional;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.Fate;
import tocsin.v1.DeliveryReason;

/// What Twilio's error codes mean and what is done about them: the table of domain.md 12.3, row by row.
final class TwilioErrors {
    /// What is done about an error.
    enum Remedy {
        /// The same message again, later.
        RETRY,
        /// The same handset once or twice more, and another means meanwhile.
        TRY_HANDSET_AGAIN,
        /// Never again.
        NEVER
    }

    /// One row.
    ///
    /// @param remedy what is done
    /// @param reason the named reason
    /// @param advice what a person does about it
    record Row(Remedy remedy, DeliveryReason reason, String advice) {}

    private static final Map<Integer, Row> ROWS = Map.ofEntries(
            retry(20429, DeliveryReason.THROTTLED, "too many requests; nothing to do"),
            retry(30500, DeliveryReason.PROVIDER_ERROR, "an error of Twilio's own; nothing to do"),
            retry(30001, DeliveryReason.QUEUE_OVERFLOW, "the queue is full: add senders to the messaging service"),
            retry(21611, DeliveryReason.QUEUE_OVERFLOW, "the queue is full: add senders to the messaging service"),
            retry(63017, DeliveryReason.THROTTLED, "the account's limit is reached; nothing to do"),
            handset(30003, DeliveryReason.HANDSET_UNREACHABLE, "the handset is off or out of reach"),
            handset(30008, DeliveryReason.CARRIER_ERROR, "the carrier gave no reason"),
            never(30036, DeliveryReason.VALIDITY_EXPIRED, "it was not delivered while it was worth delivering"),
            never(20003, DeliveryReason.AUTHENTICATION_FAILED,
                    "correct channels.sms.twilio.account-sid and auth-token"),
            never(21211, DeliveryReason.ADDRESS_INVALID, "correct the number in the directory"),
            never(21604, DeliveryReason.ADDRESS_INVALID, "correct the number in the directory"),
            never(21408, DeliveryReason.REGION_NOT_ENABLED, "enable the region in Twilio's geographic permissions"),
            never(21606, DeliveryReason.SENDER_UNUSABLE, "the sender cannot send SMS: choose another"),
            never(21612, DeliveryReason.SENDER_UNUSABLE, "no route from this sender to this number"),
            never(21614, DeliveryReason.ADDRESS_INVALID, "the number cannot receive SMS; correct the directory"),
            never(21608, DeliveryReason.CONFIGURATION, "a trial account sends to verified numbers only: upgrade it"),
            never(21610, DeliveryReason.OPTED_OUT,
                    "the person sent STOP: ask for START, and use other means until then"),
            never(21617, DeliveryReason.CONTENT_REFUSED, "shorten the template"),
            never(21635, DeliveryReason.LANDLINE, "a landline: give a mobile number or use mail"),
            never(30006, DeliveryReason.LANDLINE, "a landline or an unreachable carrier: give a mobile number"),
            never(30004, DeliveryReason.BLOCKED, "the recipient or the carrier blocks it: use another means"),
            never(30005, DeliveryReason.HANDSET_UNKNOWN, "the number is not in service; correct the directory"),
            never(30007, DeliveryReason.CARRIER_FILTERED, "the carrier filters it: change the template or the sender"),
            never(30034, DeliveryReason.SENDER_NOT_REGISTERED, "register the sender (A2P 10DLC)"),
            never(30032, DeliveryReason.SENDER_NOT_REGISTERED, "verify the toll-free sender"),
            never(30450, DeliveryReason.PUMPING_PROTECTION, "put the number on the safe list"));

    private TwilioErrors() {}

    private static Map.Entry<Integer, Row> retry(int code, DeliveryReason reason, String advice) {
        return Map.entry(code, new Row(Remedy.RETRY, reason, advice));
    }

    private static Map.Entry<Integer, Row> handset(int code, DeliveryReason reason, String advice) {
        return Map.entry(code, new Row(Remedy.TRY_HANDSET_AGAIN, reason, advice));
    }

    private static Map.Entry<Integer, Row> never(int code, DeliveryReason reason, String advice) {
        return Map.entry(code, new Row(Remedy.NEVER, reason, advice));
    }

    /// The answer to a create that was refused with this code.
    static Attempt attempt(int code) {
        Row row = ROWS.getOrDefault(code, new Row(Remedy.NEVER, DeliveryReason.CONFIGURATION,
                "look it up at twilio.com/docs/api/errors"));
        String detail = detail(code, row);
        return switch (row.remedy()) {
            case RETRY, TRY_HANDSET_AGAIN -> new Attempt.Retry(row.reason(), detail, Optional.empty());
            case NEVER -> new Attempt.Refused(row.reason(), detail);
        };
    }

    /// What became of a message that ended undelivered or failed with this code.
    ///
    /// @param code the code, 0 where Twilio gave none
    static Fate fate(int code) {
        Row row = ROWS.getOrDefault(code,
                new Row(Remedy.NEVER, DeliveryReason.CARRIER_ERROR, "no reason known here"));
        String detail = detail(code, row);
        return switch (row.remedy()) {
            case RETRY, TRY_HANDSET_AGAIN -> new Fate.Missed(row.reason(), detail);
            case NEVER -> new Fate.Failed(row.reason(), detail);
        };
    }

    private static String detail(int code, Row row) {
        return "Twilio " + code + ": " + row.advice();
    }
}
