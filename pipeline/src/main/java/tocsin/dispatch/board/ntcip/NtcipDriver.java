package tocsin.dispatch.board.ntcip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.Snmp;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;
import tocsin.dispatch.Attempt;
import tocsin.dispatch.board.BoardDriver;
import tocsin.dispatch.board.BoardMessage;
import tocsin.rules.directory.Board;
import tocsin.v1.DeliveryReason;

/// Drives NTCIP 1203 boards.
public final class NtcipDriver implements BoardDriver {
    private static final int SNMP = 161;

    private final NtcipSettings settings;
    private final Snmp snmp;

    public NtcipDriver(NtcipSettings settings) {
        this.settings = settings;
        try {
            MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
            dispatcher.addMessageProcessingModel(new MPv2c());
            this.snmp = new Snmp(dispatcher, new DefaultUdpTransportMapping());
            snmp.listen();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a port to ask boards from", e);
        }
    }

    @Override
    public String provider() {
        return "ntcip";
    }

    /// The last request is begun within the limit.
    @Override
    public Duration callLimit() {
        return settings.limit().plus(settings.answer().multipliedBy(settings.repeats() + 1L));
    }

    @Override
    public Optional<Attempt.Refused> objection(Board board, BoardMessage message) {
        return MultiText.objection(board, message)
                .map(detail -> new Attempt.Refused(DeliveryReason.NOT_DISPLAYABLE, detail));
    }

    /// Shows the message of the highest priority, the first of several, that is not past its time; without one it takes
    /// its own message away, and a message of somebody else's stays.
    @Override
    public Attempt drive(Board board, List<BoardMessage> standing, Instant now) {
        Optional<BoardMessage> gravest = standing.stream().filter(message -> message.until().isAfter(now))
                .sorted(Comparator.comparingInt(BoardMessage::priority).reversed()).findFirst();
        Optional<Attempt.Refused> objection = gravest.flatMap(message -> objection(board, message));
        if (objection.isPresent()) {
            return objection.get();
        }
        try {
            SignDialogue dialogue = new SignDialogue(new SignLink(snmp, address(board.address()), settings), settings);
            return gravest.isPresent()
                    ? dialogue.show(Content.of(gravest.get(), settings, now))
                    : dialogue.clear();
        } catch (SignFailure e) {
            return e.attempt();
        }
    }

    private static UdpAddress address(@Nullable String address) throws SignFailure {
        String text = address == null ? "" : address;
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        try {
            int port = colon < 0 ? SNMP : Integer.parseInt(text.substring(colon + 1));
            if (!host.isEmpty() && port > 0 && port <= 65_535) {
                return new UdpAddress(InetAddress.getByName(host), port);
            }
        } catch (NumberFormatException e) {
            throw SignFailure.address("the board's address has no port");
        } catch (UnknownHostException e) {
            throw SignFailure.unreachable("the board's name is not known");
        }
        throw SignFailure.address("the board has no address");
    }

    @Override
    public void close() {
        try {
            snmp.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the port boards are asked from cannot be closed", e);
        }
    }
}
