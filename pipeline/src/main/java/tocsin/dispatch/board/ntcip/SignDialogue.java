package tocsin.dispatch.board.ntcip;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.ntcip.Dms.ActivateError;
import tocsin.dispatch.board.ntcip.Dms.ControlMode;
import tocsin.dispatch.board.ntcip.Dms.MemoryType;
import tocsin.dispatch.board.ntcip.Dms.MessageStatus;
import tocsin.dispatch.board.ntcip.Dms.SyntaxError;
import tocsin.dispatch.board.ntcip.Dms.ValidateError;

/// The steps by which a board is brought to show something: look, write, check, activate, look.
final class SignDialogue {
    private static final Logger LOG = LoggerFactory.getLogger(SignDialogue.class);
    private static final String DARK = "dark";

    private final SignLink link;
    private final NtcipSettings settings;
    private final OID status;

    SignDialogue(SignLink link, NtcipSettings settings) {
        this.link = link;
        this.settings = settings;
        this.status = DmsObject.MESSAGE_STATUS.of(MemoryType.CHANGEABLE, settings.message());
    }

    Attempt show(Content content) throws SignFailure {
        SignState before = SignState.read(link, settings.message());
        if (before.shows(content) && (before.endsWith(content) || prolonged(content))) {
            return new Attempt.Delivered(content.notificationId());
        }
        requireCentral(before);
        load(content);
        protect();
        // What is ours may give way to something less grave of ours.
        int priority = before.ours() ? Math.max(before.priority(), content.priority()) : content.priority();
        activate(new ActivationCode(content.minutes(), priority, content.message()));
        if (!link.awaits(() -> state().shows(content))) {
            throw SignFailure.fault("the board took the message and shows " + state());
        }
        return new Attempt.Delivered(content.notificationId());
    }

    /// Takes away what is ours; a message of somebody else's stays.
    Attempt clear() throws SignFailure {
        SignState before = state();
        if (before.ours()) {
            requireCentral(before);
            protect();
            activate(new ActivationCode(ActivationCode.LONGEST, ActivationCode.HIGHEST, MessageId.BLANK));
            if (!link.awaits(() -> !state().ours())) {
                throw SignFailure.fault("the board was told to go dark and shows " + state());
            }
        }
        return new Attempt.Delivered(DARK);
    }

    private SignState state() throws SignFailure {
        return SignState.read(link, settings.message());
    }

    private static void requireCentral(SignState before) throws SignFailure {
        if (before.mode() == ControlMode.LOCAL) {
            throw SignFailure.local();
        }
    }

    /// Moves the end of what is shown already.
    private boolean prolonged(Content content) throws SignFailure {
        return link.set(number(DmsObject.MESSAGE_TIME_REMAINING.scalar(), content.minutes())).isEmpty()
                && state().endsWith(content);
    }

    private void load(Content content) throws SignFailure {
        int row = settings.message();
        beginToModify();
        Optional<SignLink.Refusal> text = link.set(
                text(DmsObject.MESSAGE_MULTI_STRING.of(MemoryType.CHANGEABLE, row), content.multi()));
        if (text.filter(SignLink.Refusal::ofTheValue).isPresent()) {
            throw SignFailure.notDisplayable("the board does not take the text: " + text.get().name());
        }
        required("the text", text);
        required("owner and priority", link.set(
                text(DmsObject.MESSAGE_OWNER.of(MemoryType.CHANGEABLE, row), SignState.OURS),
                number(DmsObject.MESSAGE_RUN_TIME_PRIORITY.of(MemoryType.CHANGEABLE, row), content.priority())));
        // A board without them counts zeros.
        for (DmsObject extra : new DmsObject[]{DmsObject.MESSAGE_BEACON, DmsObject.MESSAGE_PIXEL_SERVICE}) {
            link.set(number(extra.of(MemoryType.CHANGEABLE, row), 0)).ifPresent(
                    refusal -> LOG.debug("{} is not on this board: {}", extra.standardName(), refusal.name()));
        }
        validate();
        OID crc = DmsObject.MESSAGE_CRC.of(MemoryType.CHANGEABLE, row);
        int counted = link.get(crc).number(crc);
        if (counted != content.message().crc()) {
            throw SignFailure.fault("the board counts the check sum %04X of the text, not %04X".formatted(counted,
                    content.message().crc()));
        }
    }

    private void beginToModify() throws SignFailure {
        Optional<SignLink.Refusal> refusal = order(MessageStatus.MODIFY_REQ);
        if (refusal.isPresent() || status() != MessageStatus.MODIFYING) {
            order(MessageStatus.NOT_USED_REQ).ifPresent(kept -> LOG.debug("the row stays in use: {}", kept.name()));
            required("a change of message " + settings.message(), order(MessageStatus.MODIFY_REQ));
            if (status() != MessageStatus.MODIFYING) {
                throw SignFailure.fault("message " + settings.message() + " cannot be changed: it is " + status());
            }
        }
    }

    private void validate() throws SignFailure {
        required("the check of the text", order(MessageStatus.VALIDATE_REQ));
        link.awaits(() -> status() != MessageStatus.VALIDATING);
        if (status() == MessageStatus.VALID) {
            return;
        }
        OID reason = DmsObject.VALIDATE_MESSAGE_ERROR.scalar();
        ValidateError error = Dms.of(ValidateError.class, link.get(reason).number(reason));
        if (error == ValidateError.SYNTAX_MULTI) {
            throw syntax();
        }
        throw SignFailure.fault("the board does not find the message valid: " + status() + ", " + error);
    }

    /// What a board shows when it cannot know better is nothing: old news is worse.
    private void protect() throws SignFailure {
        warn("what to show without connection", link.set(
                octets(DmsObject.COMMUNICATIONS_LOSS_MESSAGE.scalar(), MessageId.BLANK.octets()),
                number(DmsObject.TIME_COMM_LOSS.scalar(), Math.toIntExact(settings.silence().toMinutes()))));
        warn("what to show after a message's time", link.set(
                octets(DmsObject.END_DURATION_MESSAGE.scalar(), MessageId.BLANK.octets())));
        warn("what to show after a long loss of power", link.set(
                octets(DmsObject.LONG_POWER_RECOVERY_MESSAGE.scalar(), MessageId.BLANK.octets())));
    }

    private void activate(ActivationCode code) throws SignFailure {
        Optional<SignLink.Refusal> refusal = link.set(octets(DmsObject.ACTIVATE_MESSAGE.scalar(), code.octets()));
        if (refusal.isEmpty()) {
            return;
        }
        OID reason = DmsObject.ACTIVATE_MSG_ERROR.scalar();
        ActivateError error = Dms.of(ActivateError.class, link.get(reason).number(reason));
        throw switch (error) {
            case PRIORITY -> SignFailure.graver("the board shows " + state());
            case LOCAL_MODE -> SignFailure.local();
            case SYNTAX_MULTI -> syntax();
            default -> SignFailure.fault("the board does not activate the message: " + error + ", "
                    + refusal.get().name());
        };
    }

    private SignFailure syntax() throws SignFailure {
        OID reason = DmsObject.MULTI_SYNTAX_ERROR.scalar();
        OID position = DmsObject.MULTI_SYNTAX_ERROR_POSITION.scalar();
        SignLink.Answer answer = link.get(reason, position);
        return SignFailure.notDisplayable("the board cannot show the text: "
                + Dms.of(SyntaxError.class, answer.number(reason)) + " at " + answer.number(position));
    }

    private MessageStatus status() throws SignFailure {
        return Dms.of(MessageStatus.class, link.get(status).number(status));
    }

    private Optional<SignLink.Refusal> order(MessageStatus request) throws SignFailure {
        return link.set(number(status, Dms.code(request)));
    }

    private static void required(String what, Optional<SignLink.Refusal> refusal) throws SignFailure {
        if (refusal.isPresent()) {
            throw SignFailure.fault("the board refuses " + what + ": " + refusal.get().name());
        }
    }

    private static void warn(String what, Optional<SignLink.Refusal> refusal) {
        refusal.ifPresent(no -> LOG.warn("a board does not let itself be told {}: {}", what, no.name()));
    }

    private static VariableBinding number(OID object, int value) {
        return new VariableBinding(object, new Integer32(value));
    }

    private static VariableBinding text(OID object, String value) {
        return octets(object, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static VariableBinding octets(OID object, byte[] value) {
        return new VariableBinding(object, new OctetString(value));
    }
}
