package tocsin.dispatch.board.ntcip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.Target;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/// Questions to one board and its answers, for as long as one call may take.
final class SignLink {
    private final Snmp snmp;
    private final Target<UdpAddress> board;
    private final NtcipSettings settings;
    private final long begun = System.nanoTime();

    SignLink(Snmp snmp, UdpAddress address, NtcipSettings settings) {
        this.snmp = snmp;
        this.settings = settings;
        this.board = new CommunityTarget<>(address, new OctetString(settings.community()));
        board.setVersion(SnmpConstants.version2c);
        board.setTimeout(settings.answer().toMillis());
        board.setRetries(settings.repeats());
    }

    /// What a board answered.
    record Answer(Map<OID, Variable> values) {
        /// A number; 0 where the board does not know the object.
        int number(OID object) {
            return values.get(object) instanceof Integer32 number ? number.getValue() : 0;
        }

        /// Octets; none where the board does not know the object.
        byte[] octets(OID object) {
            return values.get(object) instanceof OctetString octets ? octets.getValue() : new byte[0];
        }

        String text(OID object) {
            return new String(octets(object), StandardCharsets.ISO_8859_1);
        }
    }

    /// A board's refusal of a request, by its SNMP error.
    record Refusal(int status, String name) {
        /// It is the value the board does not take, so it never will.
        boolean ofTheValue() {
            return switch (status) {
                case PDU.tooBig, PDU.badValue, PDU.wrongLength, PDU.wrongEncoding, PDU.wrongValue -> true;
                default -> false;
            };
        }
    }

    Answer get(OID... objects) throws SignFailure {
        VariableBinding[] asked = Arrays.stream(objects).map(VariableBinding::new).toArray(VariableBinding[]::new);
        PDU answer = exchange(PDU.GET, asked);
        if (answer.getErrorStatus() != PDU.noError) {
            throw SignFailure.fault("the board answered a question with " + answer.getErrorStatusText());
        }
        Map<OID, Variable> values = new HashMap<>();
        answer.getVariableBindings().forEach(binding -> values.put(binding.getOid(), binding.getVariable()));
        return new Answer(values);
    }

    /// Tells the board.
    ///
    /// @return its refusal, or empty if it has taken all of it
    Optional<Refusal> set(VariableBinding... values) throws SignFailure {
        PDU answer = exchange(PDU.SET, values);
        return answer.getErrorStatus() == PDU.noError
                ? Optional.empty()
                : Optional.of(new Refusal(answer.getErrorStatus(), answer.getErrorStatusText()));
    }

    private PDU exchange(int type, VariableBinding... bindings) throws SignFailure {
        if (System.nanoTime() - begun >= settings.limit().toNanos()) {
            throw SignFailure.unreachable("the board has not done it within " + settings.limit());
        }
        PDU request = new PDU();
        request.setType(type);
        request.addAll(bindings);
        try {
            @Nullable
            PDU answer = snmp.send(request, board).getResponse();
            if (answer == null) {
                throw SignFailure.unreachable("the board does not answer, or not to this community");
            }
            return answer;
        } catch (IOException e) {
            throw SignFailure.unreachable("the board cannot be asked: " + e.getMessage());
        }
    }

    /// Something a board may not have done yet.
    @FunctionalInterface
    interface Look {
        boolean done() throws SignFailure;
    }

    /// Looks again and again.
    ///
    /// @return whether it was done within the settings' patience
    boolean awaits(Look look) throws SignFailure {
        long from = System.nanoTime();
        while (!look.done()) {
            if (System.nanoTime() - from >= settings.patience().toNanos()) {
                return false;
            }
            pause();
        }
        return true;
    }

    private void pause() throws SignFailure {
        try {
            Thread.sleep(settings.poll());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SignFailure.unreachable("interrupted while the board was at work");
        }
    }
}
