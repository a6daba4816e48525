package tocsin.doubles.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommandResponder;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.MessageException;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.StatusInformation;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/// A board on a real port that insists on the standard's sequence.
///
/// A text outside `modifying` is an error, a check takes a while, and an activation must name the check sum the board
/// counted itself, a priority not below what is shown, and a board that is not under local control. Messages end by the
/// board's own clock. It has three lines of eighteen characters and messages 1 and 2 to change.
public final class SignDouble implements CommandResponder, AutoCloseable {
    /// Who may ask.
    public static final String COMMUNITY = "administrator";
    private static final String ROOT = "1.3.6.1.4.1.1206.4.2.3.";

    private final SignMemory memory;
    private final Snmp snmp;
    private final int port;

    public SignDouble(InstantSource clock) {
        this.memory = new SignMemory(clock, new MultiReader(3, 18));
        try {
            DefaultUdpTransportMapping transport = new DefaultUdpTransportMapping(new UdpAddress("127.0.0.1/0"));
            MessageDispatcherImpl dispatcher = new MessageDispatcherImpl();
            dispatcher.addMessageProcessingModel(new MPv2c());
            this.snmp = new Snmp(dispatcher, transport);
            snmp.addCommandResponder(this);
            snmp.listen();
            this.port = transport.getListenAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `host:port`, as a directory names it.
    public String address() {
        return "127.0.0.1:" + port;
    }

    /// What stands on it, in MULTI; empty when dark.
    public String shows() {
        synchronized (memory) {
            return memory.text();
        }
    }

    /// Why it shows that: 8 by the centre, 2 by a hand at the board, 12 connection lost, 14 time over.
    public int sourceMode() {
        synchronized (memory) {
            return memory.sourceMode();
        }
    }

    /// How far a message has come: 1 not used, 2 modifying, 3 validating, 4 valid, 5 error.
    public int status(int message) {
        synchronized (memory) {
            return memory.status(message);
        }
    }

    /// How often something was activated.
    public int activations() {
        synchronized (memory) {
            return memory.activations;
        }
    }

    /// Somebody else puts a message on it.
    public void shownBySomebodyElse(String text, int priority) {
        synchronized (memory) {
            memory.show(text, "somebody", priority);
        }
    }

    /// The switch in its cabinet.
    public void local(boolean local) {
        synchronized (memory) {
            memory.controlMode = local ? 2 : 4;
        }
    }

    public void suffers(SignMemory.Fault fault) {
        synchronized (memory) {
            memory.faults.add(fault);
        }
    }

    /// From now on it answers nothing.
    public void fallSilent() {
        suffers(SignMemory.Fault.SILENT);
    }

    @Override
    public <A extends Address> void processPdu(CommandResponderEvent<A> event) {
        PDU request = event.getPDU();
        String community = new String(event.getSecurityName(), StandardCharsets.UTF_8);
        PDU answer;
        synchronized (memory) {
            if (memory.faults.contains(SignMemory.Fault.SILENT) || !community.equals(COMMUNITY)) {
                return;
            }
            answer = answer(request);
        }
        try {
            event.setProcessed(true);
            event.getMessageDispatcher().returnResponsePdu(event.getMessageProcessingModel(), event.getSecurityModel(),
                    event.getSecurityName(), event.getSecurityLevel(), answer, event.getMaxSizeResponsePDU(),
                    event.getStateReference(), new StatusInformation());
        } catch (MessageException e) {
            throw new AssertionError(e);
        }
    }

    private PDU answer(PDU request) {
        PDU answer = new PDU();
        answer.setType(PDU.RESPONSE);
        answer.setRequestID(request.getRequestID());
        for (int index = 0; index < request.size(); index++) {
            VariableBinding asked = request.get(index);
            String object = asked.getOid().toDottedString();
            String place = object.startsWith(ROOT) ? object.substring(ROOT.length()) : "";
            if (request.getType() == PDU.SET) {
                answer.add(asked);
                int error = memory.set(place, value(asked.getVariable()));
                if (error != 0 && answer.getErrorStatus() == 0) {
                    answer.setErrorStatus(error);
                    answer.setErrorIndex(index + 1);
                }
            } else {
                answer.add(new VariableBinding(asked.getOid(), variable(memory.get(place))));
            }
        }
        return answer;
    }

    private static Object value(Variable variable) {
        return variable instanceof OctetString octets ? octets.getValue() : variable.toInt();
    }

    private static Variable variable(@Nullable Object value) {
        return switch (value) {
            case null -> Null.noSuchObject;
            case byte[] octets -> new OctetString(octets);
            case Integer number -> new Integer32(number);
            default -> throw new AssertionError(value);
        };
    }

    @Override
    public void close() {
        try {
            snmp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
