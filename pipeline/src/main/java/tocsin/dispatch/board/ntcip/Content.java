package tocsin.dispatch.board.ntcip;

import java.time.Instant;
import tocsin.dispatch.board.BoardMessage;

/// One message as a board takes it.
///
/// @param notificationId the notification it comes from
/// @param multi its text in MULTI
/// @param message its place on the board, and its check sum
/// @param priority its priority while it is shown
/// @param minutes how long it is shown
record Content(String notificationId, String multi, MessageId message, int priority, int minutes) {
    static Content of(BoardMessage message, NtcipSettings settings, Instant now) {
        String multi = MultiText.of(message.pages(), settings.page());
        return new Content(message.notificationId(), multi,
                new MessageId(Dms.MemoryType.CHANGEABLE, settings.message(), MessageCrc.of(multi, 0, 0)),
                message.priority(), ActivationCode.minutes(now, message.until()));
    }
}
