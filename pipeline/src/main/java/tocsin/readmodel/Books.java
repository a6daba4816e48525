package tocsin.readmodel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The two equations that hold at any quiet moment (contracts 2).
///
/// @param reportsIn records on the reports topics
/// @param unread those of them that nobody can read yet, behind a transaction that is open
/// @param verdicts verdicts
/// @param rejected rejected records of the reports topics
/// @param duplicates reports that came again
/// @param waiting records whose schema the registry could not tell yet
/// @param notifications notifications written
/// @param delivered confirmed by a receipt
/// @param accepted taken over on a means that has no receipts
/// @param failed failed for good
/// @param expired not sent in time
/// @param withdrawn withdrawn before they were sent
/// @param held not allowed to leave
/// @param pending on their way
public record Books(long reportsIn, long unread, long verdicts, long rejected, long duplicates, long waiting,
        long notifications,
        long delivered, long accepted, long failed, long expired, long withdrawn, long held, long pending) {
    /// Reports taken in and not accounted for yet: on their way, unless it stays so.
    public long reportsUnderWay() {
        return reportsIn - verdicts - rejected - duplicates - waiting;
    }

    /// Whether every report and every notification is accounted for.
    public boolean balanced() {
        return reportsUnderWay() == 0
                && notifications == delivered + accepted + failed + expired + withdrawn + held + pending;
    }

    /// Whether nothing is on its way either.
    public boolean quiet() {
        return balanced() && pending == 0 && waiting == 0;
    }

    /// As the API answers it.
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("reports").put("in", reportsIn).put("verdicts", verdicts).put("rejected", rejected)
                .put("duplicates", duplicates).put("waiting", waiting).put("unread", unread)
                .put("underWay", reportsUnderWay());
        json.putObject("notifications").put("written", notifications).put("delivered", delivered)
                .put("accepted", accepted).put("failed", failed).put("expired", expired).put("withdrawn", withdrawn)
                .put("held", held).put("pending", pending);
        json.put("balanced", balanced());
        return json;
    }
}
