package tocsin.doubles.twilio;

import java.util.ArrayList;
import java.util.List;

/// What becomes of an accepted message.
///
/// @param code Twilio's number for why not, or 0
public record Ending(Kind kind, int code) {
    enum Kind {
        DELIVERED, UNDELIVERED, FAILED, NONE, STUCK
    }

    public static Ending delivered() {
        return new Ending(Kind.DELIVERED, 0);
    }

    /// Sent, and the carrier or the handset did not take it.
    public static Ending undelivered(int code) {
        return new Ending(Kind.UNDELIVERED, code);
    }

    /// Never sent.
    public static Ending failed(int code) {
        return new Ending(Kind.FAILED, code);
    }

    /// Sent, and nobody ever says how it ended.
    public static Ending none() {
        return new Ending(Kind.NONE, 0);
    }

    /// Waits in Twilio's queue for good.
    public static Ending stuck() {
        return new Ending(Kind.STUCK, 0);
    }

    /// The statuses still to come after this one, in order; each but the first of a message gets a callback.
    List<String> after(String status) {
        List<String> path = new ArrayList<>();
        if (status.equals("accepted") && kind != Kind.STUCK) {
            path.add("queued");
        }
        if (!status.equals("sent") && kind != Kind.FAILED && kind != Kind.STUCK) {
            path.add("sent");
        }
        switch (kind) {
            case DELIVERED -> path.add("delivered");
            case UNDELIVERED -> path.add("undelivered");
            case FAILED -> path.add("failed");
            case NONE, STUCK -> {
            }
        }
        return path;
    }
}
